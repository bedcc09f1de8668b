package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An interrupt is for one body: that one gets it, whoever else has the thread meanwhile, and nobody else does. */
final class InterruptOwnerTest extends QueueFixture {
    /** What bodies saw of their thread's interrupt status. */
    private final List<Boolean> seen = new CopyOnWriteArrayList<>();

    /** A work that notes the interrupt status with which it begins. */
    private final class Looking extends TestWork {
        @Override
        protected void run() throws Exception {
            seen.add(Thread.currentThread().isInterrupted());
            super.run();
        }
    }

    /** Waits at the gate when a work starts, and then takes whatever interrupt there is. */
    private ThreadletListener greedyAtStart() {
        return new ThreadletListener() {
            @Override
            public void started(ThreadletWork work, long waitedNanos) {
                gate.passWithoutInterrupts();
                Thread.interrupted();
            }
        };
    }

    @Test
    void cancel_listenerConsumesTheInterrupt_bodySeesItAllTheSame() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).listener(greedyAtStart()));
        final ThreadletFuture<?> future =
                queue.submit(() -> seen.add(Thread.currentThread().isInterrupted()));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        queue.shutdown();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(seen).as("nothing, if it was not run at all").doesNotContain(false);
    }

    @Test
    void shutdownNow_listenerConsumesTheInterrupt_bodySeesItAllTheSame() {
        final ThreadletQueue queue = build(sized(0, 1).listener(greedyAtStart()));
        final TestWork work = new Looking();
        queue.submit(work);
        gate.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        gate.open();
        work.awaitEnded();
        assertThat(seen).containsExactly(true);
    }

    /** What it consumes is its own affair; the work after it has a clear flag, too. */
    @Test
    void cancel_listenerConsumesTheInterrupt_nextWorkDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(0, 1).listener(greedyAtStart()));
        final ThreadletFuture<?> future = queue.submit(() -> {});
        gate.awaitEntered();
        future.cancel(true);
        gate.open();
        final TestWork next = new Looking();
        queue.submit(next);
        next.awaitEnded();
        assertThat(seen).containsExactly(false);
    }

    /** A queue in which every further submission is run by its caller. */
    private ThreadletQueue full(Gate occupants) {
        final ThreadletQueue queue =
                build(named("inner").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final TestWork occupant = new TestWork(occupants);
        queue.submit(occupant);
        occupant.awaitStarted();
        return queue;
    }

    /** Stays at the gate, and notes whether an interrupt came meanwhile. */
    private final class Inner extends TestWork {
        @Override
        protected void run() throws Exception {
            gate.passWithoutInterrupts();
            seen.add(Thread.interrupted());
            super.run();
        }
    }

    private Boolean submitAndLook(ThreadletQueue to, ThreadletWork work) {
        to.submit(work);
        return seen.add(Thread.interrupted());
    }

    @Test
    void cancel_bodyRunsAnotherQueuesWorkAsCaller_interruptWaitsForItsEnd() throws Exception {
        final ThreadletQueue outer = build(sized(0, 1));
        final Gate occupant = new Gate();
        final ThreadletQueue inner = full(occupant);
        final ThreadletFuture<?> future = outer.submit(() -> submitAndLook(inner, new Inner()));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        outer.shutdown();
        assertThat(outer.awaitTermination(LONG)).isTrue();
        assertThat(seen).as("inner, then outer").containsExactly(false, true);
        occupant.open();
    }

    @Test
    void shutdownNow_bodyRunsAnotherQueuesWorkAsCaller_interruptWaitsForItsEnd() throws Exception {
        final ThreadletQueue outer = build(sized(0, 1));
        final Gate occupant = new Gate();
        final ThreadletQueue inner = full(occupant);
        outer.submit(new Probe("outer", () -> submitAndLook(inner, new Inner())));
        gate.awaitEntered();
        assertThat(outer.shutdownNow()).isEmpty();
        gate.open();
        assertThat(outer.awaitTermination(LONG)).isTrue();
        assertThat(seen).as("inner, then outer").containsExactly(false, true);
        occupant.open();
    }

    @Test
    void shutdownNow_ofTheQueueWhoseWorkACallerRuns_reachesThatBodyOnly() throws Exception {
        final ThreadletQueue outer = build(sized(0, 1));
        final Gate occupant = new Gate();
        final ThreadletQueue inner = full(occupant);
        outer.submit(new Probe("outer", () -> submitAndLook(inner, new Inner())));
        gate.awaitEntered();
        inner.shutdownNow();
        gate.open();
        outer.shutdown();
        assertThat(outer.awaitTermination(LONG)).isTrue();
        assertThat(seen).as("inner, then outer").containsExactly(true, false);
    }

    /** Also what the caller still does for the inner work is not the place for the outer one's interrupt. */
    @Test
    void cancel_callerIsInTheInnersCompleted_interruptIsThereAfterwards() throws Exception {
        final ThreadletQueue outer = build(sized(0, 1));
        final Gate occupant = new Gate();
        final ThreadletQueue inner = full(occupant);
        final TestWork completing = new TestWork() {
            @Override
            protected void completed(@Nullable Throwable failure) {
                gate.passWithoutInterrupts();
                Thread.interrupted();
                super.completed(failure);
            }
        };
        final ThreadletFuture<?> future = outer.submit(() -> submitAndLook(inner, completing));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        outer.shutdown();
        assertThat(outer.awaitTermination(LONG)).isTrue();
        assertThat(seen).containsExactly(true);
        occupant.open();
    }

    @Test
    void cancel_listenerOfTheInnerQueueConsumesTheInterrupt_outerHasItAfterwards() throws Exception {
        final ThreadletQueue outer = build(sized(0, 1));
        final AtomicBoolean greedy = new AtomicBoolean();
        final Gate occupantsGate = new Gate();
        final ThreadletQueue inner = build(named("inner")
                .maxThreads(1)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .listener(new ThreadletListener() {
                    @Override
                    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                        if (greedy.get()) {
                            gate.passWithoutInterrupts();
                            Thread.interrupted();
                        }
                    }
                }));
        final TestWork occupant = new TestWork(occupantsGate);
        inner.submit(occupant);
        occupant.awaitStarted();
        greedy.set(true);
        final ThreadletFuture<?> future = outer.submit(() -> submitAndLook(inner, new TestWork()));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        outer.shutdown();
        assertThat(outer.awaitTermination(LONG)).isTrue();
        assertThat(seen).containsExactly(true);
        occupantsGate.open();
    }

    /** Threads whose interrupt takes until the gate is opened. The first one may throw. */
    private static ThreadFactory slowToInterrupt(Gate interrupting, boolean throwing) {
        final AtomicBoolean throwsNext = new AtomicBoolean(throwing);
        return body -> {
            final Thread thread = new Thread(body, "slow to interrupt") {
                @Override
                public void interrupt() {
                    interrupting.passWithoutInterrupts();
                    if (throwsNext.getAndSet(false)) {
                        throw new IllegalStateException("planned");
                    }
                    super.interrupt();
                }
            };
            thread.setDaemon(true);
            return thread;
        };
    }

    @Test
    void cancel_interruptTakesLong_nextWorkDoesNotSeeIt() {
        final Gate interrupting = new Gate();
        final ThreadletQueue queue = build(sized(0, 1).threadFactory(slowToInterrupt(interrupting, false)));
        final ThreadletFuture<?> future = queue.submit(gate::passWithoutInterrupts);
        gate.awaitEntered();
        final Thread canceller = Waits.start(() -> future.cancel(true));
        interrupting.awaitEntered();
        final TestWork next = new TestWork() {
            @Override
            protected void run() throws Exception {
                Waits.join(canceller); // after which no interrupt can come
                super.run();
            }
        };
        queue.submit(next);
        gate.open();
        interrupting.open();
        next.awaitEnded();
        assertThat(next.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(next.interrupted).isFalse();
    }

    @Test
    void shutdownNow_interruptTakesLong_completedDoesNotSeeIt() {
        final Gate interrupting = new Gate();
        final ThreadletQueue queue = build(sized(0, 1).threadFactory(slowToInterrupt(interrupting, false)));
        final TestWork work = new TestWork() {
            @Override
            protected void run() {
                gate.passWithoutInterrupts();
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                seen.add(Thread.currentThread().isInterrupted());
                super.completed(failure);
            }
        };
        queue.submit(work);
        gate.awaitEntered();
        final Thread stopper = Waits.start(queue::shutdownNow);
        interrupting.awaitEntered();
        gate.open();
        interrupting.open();
        Waits.join(stopper);
        work.awaitEnded();
        assertThat(seen).containsExactly(false);
    }

    @Test
    void cancel_interruptThrows_queueGoesOn() {
        final Gate interrupting = new Gate();
        final ThreadletQueue queue = build(sized(0, 1).threadFactory(slowToInterrupt(interrupting, true)));
        final ThreadletFuture<?> future = queue.submit(gate::passWithoutInterrupts);
        gate.awaitEntered();
        final Thread canceller = Waits.start(() -> {
            try {
                future.cancel(true);
            } catch (IllegalStateException planned) {
                // may be handed on
            }
        });
        interrupting.awaitEntered();
        interrupting.open();
        Waits.join(canceller);
        gate.open();
        final TestWork next = new Looking();
        queue.submit(next);
        next.awaitEnded();
        assertThat(seen).containsExactly(false);
        assertThat(future.isDone()).isTrue();
    }
}

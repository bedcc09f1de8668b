package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under BLOCK a thread of the queue never waits for room, for which it might wait itself: it runs the work. */
@Timeout(60)
final class BlockOwnThreadTest {
    private static final int CHAIN = 100_000;

    @RegisterExtension
    final Queues queues = new Queues();

    private ThreadletQueue blocking(int capacity, ThreadletListener... listeners) {
        final ThreadletQueue.Builder builder =
                ThreadletQueue.builder("q").maxThreads(1).capacity(capacity).onFull(OnFull.BLOCK);
        for (ThreadletListener listener : listeners) {
            builder.listener(listener);
        }
        return queues.build(builder);
    }

    /** Takes all the room, from within a work of the queue. */
    private static void fill(ThreadletQueue queue, int capacity) {
        for (int i = 0; i < capacity; i++) {
            final Probe filling = Probe.named("filling");
            queue.submit(filling);
            assertThat(filling.state()).isEqualTo(ThreadletWork.State.QUEUED);
        }
    }

    private static void assertRunHere(Probe work) {
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(work.runs()).isOne();
        assertThat(work.ended)
                .containsExactly(new Probe.Ended(null, ThreadletWork.State.SUCCEEDED, Thread.currentThread(), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void submit_fromABodyWithoutRoom_hasRunTheWorkWhenItReturns(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        final Inside inside = Inside.onThreadOf(queue);
        inside.run(() -> {
            fill(queue, capacity);
            final List<String> running = new ArrayList<>();
            final Probe work = new Probe("inner", () -> running.addAll(inside.runningHere()));
            queue.submit(work);
            assertRunHere(work);
            assertThat(running).containsExactly("outer", "inner");
            final QueueSnapshot now = queue.snapshot();
            assertThat(List.of(now.cur(), now.idle(), now.queued())).containsExactly(1, 0, capacity);
            assertThat(now.submitted()).isEqualTo(capacity + 2);
            assertThat(now.succeeded()).isOne();
            assertThat(now.rejected()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void submit_fromCompletedWithoutRoom_hasRunTheWorkWhenItReturns(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        Inside.onThreadOf(queue).runInCompleted(() -> {
            fill(queue, capacity);
            final Probe work = Probe.named("inner");
            queue.submit(work);
            assertRunHere(work);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void asyncStage_ofADoneFutureWithoutRoom_hasRunWhenItIsRegistered(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        final ThreadletFuture<String> done = queue.submit(() -> "value");
        assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo("value");
        Inside.onThreadOf(queue).run(() -> {
            fill(queue, capacity);
            final CompletableFuture<Thread> stage = done.thenApplyAsync(value -> Thread.currentThread());
            assertThat(stage).isDone();
            assertThat(stage.join()).isSameAs(Thread.currentThread());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void asyncStage_ofAFutureThatEndsWithoutRoom_isRunOnItsThread(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        final Gate gate = new Gate();
        final ThreadletFuture<Thread> source = queue.submit(() -> {
            gate.pass();
            fill(queue, capacity);
            return Thread.currentThread();
        });
        final CompletableFuture<Thread> first = source.thenApplyAsync(thread -> Thread.currentThread());
        final CompletableFuture<Thread> second = source.thenApplyAsync(thread -> Thread.currentThread());
        gate.open();
        assertThat(first.get(60, TimeUnit.SECONDS)).isSameAs(source.join());
        assertThat(second.get(60, TimeUnit.SECONDS)).isSameAs(source.join());
        Queues.drain(queue);
        assertThat(queue.snapshot().rejected()).isZero();
    }

    @Test
    void submit_fromABodyWithRoom_isQueued() throws Exception {
        final ThreadletQueue queue = blocking(1);
        final Probe work = Probe.named("next");
        Inside.onThreadOf(queue).run(() -> {
            queue.submit(work);
            assertThat(work.state()).isEqualTo(ThreadletWork.State.QUEUED);
        });
        work.awaitEnd();
    }

    @Test
    void submit_fromABodyWhileOthersWaitForRoom_doesNotWaitBehindThem() throws Exception {
        final ThreadletQueue queue = blocking(1);
        final Gate full = new Gate();
        final Probe own = Probe.named("own");
        final Inside.Outer<Boolean> outer = Inside.onThreadOf(queue).start(() -> {
            fill(queue, 1);
            full.pass();
            queue.submit(own);
            return own.runs() == 1;
        });
        full.awaitEntered();
        final Probe others = Probe.named("other's");
        final Submitter submitter = Submitter.blockedIn(queue, others);
        full.open();
        assertThat(outer.await()).as("it ran before submit returned").isTrue();
        submitter.awaitAccepted();
        others.awaitEnd();
    }

    @Test
    void submit_byTwoThreadsOfTheQueueWithoutRoom_isRunByEach() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(2).capacity(0).onFull(OnFull.BLOCK));
        final Gate first = new Gate();
        final Inside inside = Inside.onThreadOf(queue);
        final Inside.Outer<Boolean> one = inside.start(() -> {
            first.pass();
            final Probe work = Probe.named("inner");
            queue.submit(work);
            assertRunHere(work);
            return true;
        });
        first.awaitEntered();
        inside.run(() -> {
            final Probe work = Probe.named("inner");
            queue.submit(work);
            assertRunHere(work);
            first.open();
            assertThat(one.await()).isTrue(); // this thread is not free before
        });
    }

    @Test
    void submit_fromABodyThatWasInterrupted_runsTheWorkClearAndKeepsTheFlag() throws Exception {
        final ThreadletQueue queue = blocking(0);
        Inside.onThreadOf(queue).run(() -> {
            final List<Boolean> seen = new ArrayList<>();
            Thread.currentThread().interrupt();
            queue.submit(
                    new Probe("inner", () -> seen.add(Thread.currentThread().isInterrupted())));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(seen).containsExactly(false);
        });
    }

    @Test
    void submit_fromABodyOfAWorkThatThrows_returnsAndCompletedHearsIt() throws Exception {
        final ThreadletQueue queue = blocking(0);
        final Exception failure = new Exception("planned");
        Inside.onThreadOf(queue).run(() -> {
            final Probe work = Probe.failing("inner", failure);
            queue.submit(work);
            assertThat(work.awaitEnd().failure()).isSameAs(failure);
        });
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
    }

    @Test
    void submit_fromABodyWithAHome_leavesTheCompletionToIt() throws Exception {
        final ThreadletQueue queue = blocking(0);
        final BlockingQueue<Runnable> home = new LinkedBlockingQueue<>();
        Inside.onThreadOf(queue).run(() -> {
            final Probe work = Probe.named("inner");
            queue.submit(work, home::add);
            assertThat(work.runs()).isOne();
            assertThat(work.ended).isEmpty();
            Waits.take(home).run();
            assertThat(work.ended).hasSize(1);
        });
    }

    @Test
    void submit_fromABodyAfterShutdown_isRejected() throws Exception {
        final ThreadletQueue queue = blocking(0);
        Inside.onThreadOf(queue).run(() -> {
            queue.shutdown();
            final Probe work = Probe.named("inner");
            assertThatThrownBy(() -> queue.submit(work))
                    .isInstanceOfSatisfying(
                            ThreadletRejectedException.class,
                            why -> assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
            assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
        });
    }

    @Test
    void listeners_hearOfAWorkThatItsSubmitterRuns() throws Exception {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final ThreadletQueue queue = blocking(0, new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                events.add("submitted " + work.describe());
            }

            @Override
            public void started(ThreadletWork work, long waitedNanos) {
                events.add("started " + work.describe());
            }

            @Override
            public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                events.add("finished " + work.describe());
            }
        });
        Inside.onThreadOf(queue).run(() -> queue.submit(Probe.named("inner")));
        Queues.drain(queue);
        assertThat(events)
                .containsExactly(
                        "submitted outer",
                        "started outer",
                        "submitted inner",
                        "started inner",
                        "finished inner",
                        "finished outer");
    }

    // ---- no stack is needed ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void submit_inAChainFromBodies_needsNoStack(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        final class Link extends ThreadletWork {
            @Override
            protected void run() {
                if (runs.incrementAndGet() < CHAIN) {
                    queue.submit(new Link());
                }
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                failures.addAndGet(failure == null ? 0 : 1);
            }
        }
        Inside.onThreadOf(queue).run(() -> {
            fill(queue, capacity);
            queue.submit(new Link());
            assertThat(runs).hasValue(CHAIN);
        });
        assertThat(failures).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void submit_ofTheSameWorkFromItsCompleted_needsNoStack(int capacity) throws Exception {
        final ThreadletQueue queue = blocking(capacity);
        final CompletableFuture<Integer> runs = new CompletableFuture<>();
        final Probe work = Probe.named("again");
        work.then(end -> {
            if (work.runs() < CHAIN) {
                queue.submit(work);
            } else {
                runs.complete(work.runs());
            }
        });
        final Inside.Outer<Boolean> outer = Inside.onThreadOf(queue).start(() -> {
            fill(queue, capacity);
            queue.submit(work);
            return true;
        });
        assertThat(outer.await()).isTrue();
        assertThat(runs.get(60, TimeUnit.SECONDS)).isEqualTo(CHAIN);
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(CHAIN + capacity + 1);
    }

    @Test
    void submit_inATreeFromBodies_runsAllOfIt() throws Exception {
        final ThreadletQueue queue = blocking(1);
        final AtomicInteger leaves = new AtomicInteger();
        final class Branch extends ThreadletWork {
            private final int height;

            Branch(int height) {
                this.height = height;
            }

            @Override
            protected void run() {
                if (height == 0) {
                    leaves.incrementAndGet();
                    return;
                }
                for (int i = 0; i < 4; i++) {
                    queue.submit(new Branch(height - 1));
                }
            }
        }
        queue.submit(new Branch(5));
        Waits.until("all ran", () -> leaves.get() == 1_024);
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(1 + 4 + 16 + 64 + 256 + 1_024);
    }

    private static void submitLeniently(ThreadletQueue queue, Probe work) {
        try {
            queue.submit(work);
        } catch (ThreadletRejectedException shutDown) { // in the end
            assertThat(shutDown.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN);
        }
    }

    /** Has somebody wait for room who was woken once, and found none. Nobody else is admitted then. */
    private static void keepOneWaitingTooLong(ThreadletQueue queue, CapacityGate gate) {
        while (!gate.isStrict()) {
            if (gate.first == null) {
                Waits.start(() -> submitLeniently(queue, Probe.named("late")));
                Waits.until("somebody waits", () -> gate.first != null);
            }
            queue.dequeue(queue.queued(1).get(0).work());
            queue.submit(Probe.named("filling"));
            Waits.until("it has looked", () -> {
                final CapacityGate.Turn turn = gate.first;
                return turn == null || !turn.woken;
            });
        }
    }

    /** It would be put off, and perhaps be kept by a queue that has terminated. */
    @Test
    void submit_fromABodyThatItsCallerRunsAfterShutdownWhileALateOneWaits_isRejected() throws Exception {
        final Engine engine = ThreadletQueue.builder("q")
                .maxThreads(1)
                .capacity(1)
                .onFull(OnFull.BLOCK)
                .settings
                .newEngine();
        final ThreadletQueue queue = new ThreadletQueue(engine, false);
        final List<ThreadletWork.State> states = new ArrayList<>();
        Inside.onThreadOf(queue).run(() -> {
            fill(queue, 1);
            keepOneWaitingTooLong(queue, EngineParts.state(engine).gate);
            final Probe refused = Probe.named("refused");
            queue.submit(new Probe("outer", () -> {
                queue.shutdown();
                assertThatThrownBy(() -> queue.submit(refused)).isInstanceOf(ThreadletRejectedException.class);
                states.add(refused.state());
            }));
        });
        assertThat(states).containsExactly(ThreadletWork.State.NEW);
        queue.close();
    }
}

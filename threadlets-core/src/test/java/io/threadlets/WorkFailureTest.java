package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletWork.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that throw, interrupts that works leave behind, and what is visible to whom. */
final class WorkFailureTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** Ends threads that do not catch everything, as {@code ThreadDeath} did. */
    private static final class Deadly extends Error {
        private static final long serialVersionUID = 1L;

        Deadly() {
            super("deadly");
        }
    }

    static Stream<Throwable> anything() {
        return Stream.of(
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new OutOfMemoryError("no heap, so to speak"),
                new Deadly(),
                new InterruptedException("without an interrupt"),
                new Throwable("neither exception nor error"));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void run_thatThrowsAnything_failsAndTheThreadGoesOn(Throwable failure) {
        final ThreadletQueue queue = queues.single("q");
        final Probe bad = Probe.failing("bad", failure);
        queue.submit(bad);
        final Probe.Ended end = bad.awaitEnd();
        assertThat(end.failure()).isSameAs(failure);
        assertThat(end.state()).isEqualTo(State.FAILED);
        final Probe good = Probe.named("good");
        queue.submit(good);
        assertThat(good.awaitEnd().failure()).isNull();
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void run_thatOverflowsTheStack_failsAndTheThreadGoesOn() {
        final ThreadletQueue queue = queues.single("q");
        final Probe deep = new Probe("deep", () -> dive(1));
        final Probe good = Probe.named("good");
        queue.submit(deep);
        queue.submit(good);
        assertThat(deep.awaitEnd().failure()).isInstanceOf(StackOverflowError.class);
        assertThat(good.awaitEnd().failure()).isNull();
    }

    private static long dive(long depth) {
        return depth < 0 ? depth : 1 + dive(depth + 1) % 7;
    }

    @Test
    void run_thatThrowsInTheCaller_doesNotReachTheSubmitter() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        anything().forEach(failure -> {
            final Probe bad = Probe.failing("bad", failure);
            queue.submit(bad);
            assertThat(bad.awaitEnd().failure()).isSameAs(failure);
        });
        assertThat(queue.running()).hasSize(1);
    }

    // ---- interrupt status ----

    private void assertClear(ThreadletQueue queue) {
        final boolean[] interrupted = new boolean[1];
        final Probe next =
                new Probe("next", () -> interrupted[0] = Thread.currentThread().isInterrupted());
        queue.submit(next);
        next.awaitEnd();
        assertThat(interrupted[0]).as("interrupt status at the start").isFalse();
    }

    @Test
    void run_afterAWorkThatLeftAnInterrupt_startsClear() {
        final ThreadletQueue queue = queues.single("q");
        final Probe leaving = new Probe("leaving", () -> Thread.currentThread().interrupt());
        queue.submit(leaving);
        assertThat(leaving.awaitEnd().interrupted()).as("in completed").isFalse();
        assertClear(queue);
    }

    @Test
    void run_afterACompletionThatLeftAnInterrupt_startsClear() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(Probe.named("leaving").then(end -> Thread.currentThread().interrupt()));
        assertClear(queue);
        queue.submit(Probe.named("leaving").then(end -> Thread.currentThread().interrupt()), Runnable::run);
        assertClear(queue);
        final Gate gate = new Gate();
        final CompletableFuture<?> stage = queue.submit(gate::passWithoutInterrupts)
                .thenRun(() -> Thread.currentThread().interrupt());
        gate.open();
        stage.join();
        assertClear(queue);
    }

    @Test
    void run_afterListenersThatLeftAnInterrupt_startsClear() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
                    @Override
                    public void threadStarted(Thread thread) {
                        thread.interrupt();
                    }

                    @Override
                    public void started(ThreadletWork work, long waitedNanos) {
                        Thread.currentThread().interrupt();
                    }

                    @Override
                    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                        Thread.currentThread().interrupt();
                    }
                }));
        assertClear(queue);
        assertClear(queue);
    }

    @Test
    void run_onAThreadThatWasInterruptedWhileIdle_startsClear() {
        final ThreadletQueue queue = queues.single("q");
        final Probe first = Probe.named("first");
        queue.submit(first);
        final Thread thread = first.awaitEnd().thread();
        for (int i = 0; i < 200; i++) {
            thread.interrupt();
            assertClear(queue);
        }
        assertThat(queue.snapshot().largest()).isOne();
    }

    @Test
    void run_ofManyWorksThatAllLeaveAnInterrupt_eachStartsClear() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final AtomicInteger dirty = new AtomicInteger();
        queue.pause();
        for (int i = 0; i < 1_000; i++) {
            queue.submit(new Probe("leaving", () -> {
                if (Thread.currentThread().isInterrupted()) {
                    dirty.incrementAndGet();
                }
                Thread.currentThread().interrupt();
            }));
        }
        queue.resume();
        Queues.drain(queue);
        assertThat(dirty).hasValue(0);
    }

    @Test
    void run_inTheCaller_startsClearAndTheCallersInterruptIsKept() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final List<Boolean> seen = new ArrayList<>();
        final Probe work =
                new Probe("work", () -> seen.add(Thread.currentThread().isInterrupted()));
        Thread.currentThread().interrupt();
        queue.submit(work);
        assertThat(Thread.interrupted()).as("the caller's own interrupt").isTrue();
        queue.submit(work);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(seen).containsExactly(false, false);
    }

    @Test
    void run_inTheCaller_keepsAnInterruptThatCameWhileListenersHeardOfIt() {
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q")
                .maxThreads(1)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .listener(new ThreadletListener() {
                    @Override
                    public void started(ThreadletWork work, long waitedNanos) {
                        Thread.currentThread().interrupt();
                    }
                }));
        Queues.occupy(queue);
        final List<Boolean> seen = new ArrayList<>();
        queue.submit(new Probe("work", () -> seen.add(Thread.currentThread().isInterrupted())));
        assertThat(Thread.interrupted()).as("the caller's own interrupt").isTrue();
        assertThat(seen).containsExactly(false);
    }

    @Test
    void run_inTheCallerThatIsInterruptedMeanwhile_leavesTheInterruptToTheCaller() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Probe work = new Probe("work", () -> Thread.currentThread().interrupt());
        queue.submit(work);
        assertThat(Thread.interrupted()).as("the caller's own interrupt").isTrue();
        assertThat(work.awaitEnd().interrupted()).as("in completed").isFalse();
    }

    // ---- visibility ----

    /** Its fields are plain, as those of works usually are. */
    private static final class Sum extends ThreadletWork {
        int input;
        int output;
        int completedWith;

        @Override
        protected void run() {
            output = input + 1;
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completedWith = output;
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the other thread needs the processor
    void fields_thatArePlain_areVisibleToRunToCompletedAndToWhoSawTheFinalState() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final List<Integer> wrong = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 5_000; round++) {
            final Sum work = new Sum();
            work.input = round;
            queue.submit(work);
            while (work.state() != State.SUCCEEDED) {
                Thread.yield();
            }
            if (work.output != round + 1) {
                wrong.add(round);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void fields_writtenByRun_areVisibleToCompletedOnAHomeAndToTheDequeuerThatHearsFinished() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final ThreadletQueue home = queues.single("home");
        for (int round = 0; round < 2_000; round++) {
            final Sum work = new Sum();
            work.input = round;
            queue.submit(work, home.executor());
            DequeueResult result = queue.dequeue(work);
            while (result == DequeueResult.RUNNING) {
                result = queue.dequeue(work);
            }
            assertThat(work.output).isEqualTo(result == DequeueResult.FINISHED ? round + 1 : 0);
        }
        final Sum last = new Sum();
        last.input = 41;
        queue.submit(last, home.executor());
        Queues.drain(queue);
        Queues.drain(home);
        assertThat(last.completedWith).isEqualTo(42);
    }

    @Test
    void fields_sharedByWorksOfOneThread_needNoSynchronization() {
        final ThreadletQueue queue = queues.single("q");
        final int[] count = new int[1];
        for (int i = 0; i < 20_000; i++) {
            queue.submit(new Probe("count", () -> count[0]++));
        }
        Queues.drain(queue);
        assertThat(count[0]).isEqualTo(20_000);
    }
}

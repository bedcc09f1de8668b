package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletWork.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deferred works when the queue is shut down, and when what is before them throws. */
@Timeout(60)
final class DeferredWorksEndTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private ThreadletQueue full() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        return queue;
    }

    private static List<Probe> several(int count) {
        final List<Probe> works = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            works.add(Probe.named("deferred " + i));
        }
        return works;
    }

    private static void assertDequeuedOnce(List<Probe> works) {
        assertThat(works).allSatisfy(work -> {
            assertThat(work.state()).isEqualTo(State.DEQUEUED);
            assertThat(work.runs()).isZero();
            assertThat(work.ended)
                    .singleElement()
                    .satisfies(end -> assertThat(end.failure()).isInstanceOf(CancellationException.class));
        });
    }

    private static void assertRunOnce(List<Probe> works) {
        assertThat(works).allSatisfy(work -> {
            assertThat(work.state()).isEqualTo(State.SUCCEEDED);
            assertThat(work.runs()).isOne();
            assertThat(work.ended).hasSize(1);
        });
    }

    // ---- shutdown ----

    @Test
    void shutdown_whileTheCallerIsInABody_runsWhatIsDeferred() {
        final ThreadletQueue queue = full();
        final List<Probe> deferred = several(3);
        final List<Boolean> terminated = new ArrayList<>();
        deferred.get(2).then(end -> terminated.add(queue.isTerminated()));
        queue.submit(new Probe("outer", () -> {
            deferred.forEach(queue::submit);
            Waits.join(Waits.start(queue::shutdown));
        }));
        assertRunOnce(deferred);
        assertThat(terminated).containsExactly(false);
    }

    @Test
    void awaitTermination_whileSomethingIsDeferred_waitsForIt() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final Gate occupant = Queues.occupy(queue);
        final Gate body = new Gate();
        final Inside.Outer<Boolean> outer = Inside.callerOf(queue).start(() -> {
            queue.submit(new Probe("deferred", body::pass));
            occupant.open();
            queue.shutdown();
            return true;
        });
        body.awaitEntered();
        Waits.until("the queue's thread has gone", () -> queue.snapshot().cur() == 0);
        assertThat(queue.isTerminated()).isFalse();
        assertThat(queue.awaitTermination(Duration.ofMillis(1))).isFalse();
        body.open();
        assertThat(outer.await()).isTrue();
        Queues.awaitTermination(queue);
    }

    @Test
    void submit_fromADeferredWorkAfterShutdown_isRejected() {
        final ThreadletQueue queue = full();
        final Probe late = Probe.named("late");
        final Probe deferred = new Probe("deferred", () -> {
            assertThatThrownBy(() -> queue.submit(late))
                    .isInstanceOfSatisfying(
                            ThreadletRejectedException.class,
                            why -> assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
        });
        queue.submit(new Probe("outer", () -> {
            queue.submit(deferred);
            queue.shutdown();
        }));
        assertThat(deferred.awaitEnd().failure()).isNull();
        assertThat(late.state()).isEqualTo(State.NEW);
    }

    @Test
    void shutdownNow_fromTheBody_returnsWhatIsDeferred() throws Exception {
        final ThreadletQueue queue = full();
        final List<Probe> deferred = several(3);
        final List<ThreadletWork> returned = new ArrayList<>();
        Inside.callerOf(queue).run(() -> {
            deferred.forEach(queue::submit);
            returned.addAll(queue.shutdownNow());
            assertDequeuedOnce(deferred);
        });
        assertThat(returned).isEqualTo(deferred);
        assertDequeuedOnce(deferred);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shutdownNow_byAnotherThread_interruptsTheBodyAndReturnsWhatIsDeferred() throws Exception {
        final ThreadletQueue queue = full();
        final List<Probe> deferred = several(3);
        final Gate body = new Gate();
        final Inside.Outer<String> outer = Inside.callerOf(queue).start(() -> {
            deferred.forEach(queue::submit);
            try {
                body.pass();
                return "not interrupted";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        body.awaitEntered();
        assertThat(queue.shutdownNow()).isEqualTo(deferred);
        assertThat(outer.await()).isEqualTo("interrupted");
        assertThat(outer.leftInterrupted()).isFalse();
        assertDequeuedOnce(deferred);
    }

    @Test
    void shutdownNow_withDeferredAndQueuedWorks_returnsAll() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(2).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final List<Probe> works = several(5);
        queue.submit(works.get(0));
        queue.submit(works.get(1));
        final List<ThreadletWork> returned = Inside.callerOf(queue).call(() -> {
            works.subList(2, 5).forEach(queue::submit);
            return queue.shutdownNow();
        });
        assertThat(returned).containsExactlyInAnyOrderElementsOf(works);
        assertThat(returned.indexOf(works.get(0))).isLessThan(returned.indexOf(works.get(1)));
        assertDequeuedOnce(works);
    }

    @Test
    void shutdownNow_racingWithTheCaller_eachIsRunOrReturned() throws Exception {
        for (int round = 0; round < 200; round++) {
            final ThreadletQueue queue = full();
            final List<Probe> deferred = several(4);
            final Gate body = new Gate();
            body.open();
            final Inside.Outer<Boolean> outer = Inside.callerOf(queue).start(() -> {
                deferred.forEach(queue::submit);
                body.passWithoutInterrupts();
                return true;
            });
            body.awaitEntered();
            final List<ThreadletWork> returned = queue.shutdownNow();
            assertThat(outer.await()).isTrue();
            final List<Probe> dequeued = new ArrayList<>(deferred);
            dequeued.removeIf(work -> !returned.contains(work));
            final List<Probe> run = new ArrayList<>(deferred);
            run.removeAll(dequeued);
            assertThat(returned).isEqualTo(dequeued);
            assertDequeuedOnce(dequeued);
            assertRunOnce(run);
        }
    }

    // ---- what is before them throws ----

    @Test
    void run_thatThrows_losesNothingThatIsDeferred() {
        for (Throwable failure : List.of(
                new Exception("planned"), new IllegalStateException("planned"), new StackOverflowError("planned"))) {
            final ThreadletQueue queue = full();
            final List<Probe> deferred = several(2);
            final Probe bad = Probe.failing("bad", failure);
            final Probe outer = new Probe("outer", () -> {
                queue.submit(deferred.get(0));
                queue.submit(bad);
                queue.submit(deferred.get(1));
                throw failure;
            });
            queue.submit(outer);
            assertThat(outer.awaitEnd().failure()).isSameAs(failure);
            assertThat(bad.awaitEnd().failure()).isSameAs(failure);
            assertRunOnce(deferred);
            assertThat(queue.snapshot().failed()).isEqualTo(2);
        }
    }

    @Test
    void completed_thatThrows_losesNothingThatIsDeferred() {
        final ThreadletQueue queue = full();
        final List<Probe> deferred = several(2);
        final Error failure = new AssertionError("in completed");
        final Probe outer = new Probe("outer", () -> queue.submit(deferred.get(0)));
        outer.then(end -> {
            queue.submit(deferred.get(1));
            throw failure;
        });
        queue.submit(outer);
        assertThat(queues.takeUncaught()).isEqualTo(new Queues.Uncaughted(Thread.currentThread(), failure));
        assertRunOnce(deferred);
    }

    @Test
    void submit_byACallerThatWasInterrupted_startsEachClearAndKeepsTheFlag() {
        final ThreadletQueue queue = full();
        final List<Boolean> seen = new ArrayList<>();
        final Probe second =
                new Probe("second", () -> seen.add(Thread.currentThread().isInterrupted()));
        final Probe first = new Probe("first", () -> {
            seen.add(Thread.currentThread().isInterrupted());
            queue.submit(second);
        });
        Thread.currentThread().interrupt();
        queue.submit(first);
        assertThat(Thread.interrupted()).as("the caller's own").isTrue();
        assertThat(seen).containsExactly(false, false);
    }

    @Test
    void cancel_ofADeferredFutureThatRuns_interruptsItAlone() throws Exception {
        final ThreadletQueue queue = full();
        final Gate body = new Gate();
        final List<ThreadletFuture<String>> futures = Collections.synchronizedList(new ArrayList<>());
        final Probe next = Probe.named("next");
        final Inside.Outer<Boolean> outer = Inside.callerOf(queue).start(() -> {
            futures.add(queue.submit(body.callable("value")));
            queue.submit(next);
            return true;
        });
        body.awaitEntered();
        assertThat(futures.get(0).cancel(true)).isTrue();
        assertThat(outer.await()).isTrue();
        assertThat(outer.leftInterrupted()).isFalse();
        assertThat(next.awaitEnd().interrupted()).isFalse();
        assertThat(futures.get(0)).isCancelled();
    }
}

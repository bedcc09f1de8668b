package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures that somebody else completes, and what is held of those that were taken back. */
final class FutureTakeBackTest {
    @RegisterExtension
    final Queues queues = new Queues();

    record Way(String name, Consumer<ThreadletFuture<String>> complete) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> waysThatTakeBackAtOnce() {
        return Stream.of(
                new Way("complete", future -> future.complete("other")),
                new Way("completeExceptionally", future -> future.completeExceptionally(new IOException("other"))),
                new Way("obtrudeValue", future -> future.obtrudeValue("other")),
                new Way("obtrudeException", future -> future.obtrudeException(new IOException("other"))),
                new Way(
                        "completeAsync",
                        future -> assertThat(future.completeAsync(() -> "other", Runnable::run))
                                .isSameAs(future)),
                new Way(
                        "completeAsync with a failure",
                        future -> assertThat(future.completeAsync(
                                        () -> Probe.throwing(new IOException("other")), Runnable::run))
                                .isSameAs(future)),
                new Way("cancel", future -> future.cancel(false)));
    }

    static Stream<Way> waysThatTakeBackInTheEnd() {
        return Stream.concat(
                waysThatTakeBackAtOnce(),
                Stream.of(
                        new Way(
                                "orTimeout",
                                future -> assertThat(future.orTimeout(1, TimeUnit.NANOSECONDS))
                                        .isSameAs(future)),
                        new Way(
                                "completeOnTimeout",
                                future -> assertThat(future.completeOnTimeout("other", 1, TimeUnit.NANOSECONDS))
                                        .isSameAs(future))));
    }

    @ParameterizedTest
    @MethodSource("waysThatTakeBackAtOnce")
    void complete_ofAQueuedTask_freesItsPlaceAtOnce(Way way) {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(1));
        final Gate gate = Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final ThreadletFuture<String> future = queue.submit(() -> "value" + runs.incrementAndGet());
        way.complete().accept(future);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().dequeued()).isOne();
        final Probe next = Probe.named("next");
        queue.submit(next);
        gate.open();
        next.awaitEnd();
        assertThat(runs).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("waysThatTakeBackInTheEnd")
    void complete_beforeTheTaskBegan_runsNothingAndCountsAsDequeued(Way way) {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
                    @Override
                    public void dequeued(ThreadletWork work, long waitedNanos) {
                        heard.add(work.state().name());
                    }
                }));
        final Gate gate = Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final ThreadletFuture<String> future = queue.submit(() -> "value" + runs.incrementAndGet());
        way.complete().accept(future);
        Waits.until("future is done", future::isDone);
        gate.open();
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
        assertThat(queue.snapshot().dequeued()).isOne();
        assertThat(queue.snapshot().succeeded()).isOne();
        Waits.until("the listener heard of it", () -> !heard.isEmpty());
        assertThat(heard).containsExactly("DEQUEUED");
        assertThat(future.handle((value, failure) -> value + "/"
                                + (failure == null ? "" : failure.getClass().getSimpleName()))
                        .join())
                .isIn(
                        "other/",
                        "null/IOException",
                        "null/CompletionException",
                        "null/CancellationException",
                        "null/TimeoutException");
    }

    @ParameterizedTest
    @MethodSource("waysThatTakeBackAtOnce")
    void complete_ofARunningTask_letsItGoOn(Way way) {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final AtomicInteger after = new AtomicInteger();
        final ThreadletFuture<String> future = queue.submit(() -> {
            gate.pass();
            return "value" + after.incrementAndGet();
        });
        gate.awaitEntered();
        way.complete().accept(future);
        assertThat(queue.running()).hasSize(1);
        gate.open();
        Queues.drain(queue);
        assertThat(after).hasValue(1);
        assertThat(queue.snapshot().succeeded()).isOne();
        assertThat(future.handle((value, failure) -> "" + value).join()).isIn("other", "null");
    }

    @Test
    void complete_afterTheTaskCompletedIt_saysFalse() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.join()).isEqualTo("value");
        assertThat(future.complete("other")).isFalse();
        assertThat(future.completeExceptionally(new IOException("other"))).isFalse();
        assertThat(future.join()).isEqualTo("value");
        future.obtrudeValue("other");
        assertThat(future.join()).isEqualTo("other");
    }

    @Test
    void orTimeout_thatPasses_failsTheFutureWithATimeout() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        gate.awaitEntered();
        assertThatThrownBy(future.orTimeout(1, TimeUnit.MILLISECONDS)::join).hasCauseInstanceOf(TimeoutException.class);
        gate.open();
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void orTimeout_thatDoesNotPass_leavesTheValue() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.orTimeout(1, TimeUnit.HOURS).join()).isEqualTo("value");
    }

    // ---- failures that nobody gets ----

    @ParameterizedTest
    @MethodSource("waysThatTakeBackAtOnce")
    void run_thatThrowsAfterSomebodyElseCompletedTheFuture_isReported(Way way) {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final RuntimeException failure = new IllegalStateException("no");
        final ThreadletFuture<String> future = queue.submit(() -> {
            gate.pass();
            throw failure;
        });
        gate.awaitEntered();
        way.complete().accept(future);
        gate.open();
        final Queues.Uncaughted uncaught = queues.takeUncaught();
        assertThat(uncaught.failure()).isSameAs(failure);
        assertThat(uncaught.thread().getName()).startsWith("q-");
    }

    @Test
    void run_thatThrowsAfterItWasInterruptedByCancel_isNotReported() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void run_thatThrows_isNotReportedWhereTheFutureGetsIt() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> Probe.throwing(new IOException("no")));
        Queues.drain(queue);
        assertThat(future).isCompletedExceptionally();
        assertThat(queues.noneUncaught()).isTrue();
    }

    // ---- what is held ----

    /** Data that a task captures. */
    private static final class Payload implements Callable<String> {
        private final byte[] data = new byte[1024];

        @Override
        public String call() {
            return "read " + data.length;
        }
    }

    private record Tracked(ThreadletFuture<String> future, WeakReference<Payload> payload) {}

    private static Tracked submitTracked(ThreadletQueue queue, ReferenceQueue<Payload> cleared) {
        final Payload payload = new Payload();
        return new Tracked(queue.submit(payload), new WeakReference<>(payload, cleared));
    }

    @ParameterizedTest
    @MethodSource("waysThatTakeBackAtOnce")
    void complete_ofAQueuedTask_dropsItsDataWhileOthersWaitAndTheFutureIsHeld(Way way) {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ReferenceQueue<Payload> cleared = new ReferenceQueue<>();
        final List<Tracked> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.submit(Probe.named("stays"));
            all.add(submitTracked(queue, cleared));
            way.complete().accept(all.get(i).future());
        }
        all.forEach(one -> Waits.collected(one.payload(), cleared));
        assertThat(all).allSatisfy(one -> assertThat(one.future()).isDone());
        assertThat(queue.snapshot().queued()).isEqualTo(20);
    }

    @Test
    void submit_ofATaskThatHasEnded_dropsItsDataOnceTheFutureIsGone() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").minThreads(1).maxThreads(1));
        final ReferenceQueue<Payload> cleared = new ReferenceQueue<>();
        final Tracked[] one = {submitTracked(queue, cleared)};
        assertThat(one[0].future().join()).isEqualTo("read 1024");
        final WeakReference<Payload> payload = one[0].payload();
        one[0] = submitTracked(queue, new ReferenceQueue<>());
        Waits.collected(payload, cleared);
    }
}

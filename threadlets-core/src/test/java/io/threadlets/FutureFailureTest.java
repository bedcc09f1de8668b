package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a task's failure goes when its future cannot take it as it is, and what a future holds on to. */
final class FutureFailureTest {
    @RegisterExtension
    final Queues queues = new Queues();

    @Test
    void run_thatThrowsACancellationOfItsOwn_failsTheFutureAndDoesNotCancelIt() {
        final ThreadletQueue queue = queues.single("q");
        final Exception failure = new CancellationException("of a task within");
        final ThreadletFuture<String> future = queue.submit(() -> Probe.throwing(failure));
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(failure);
        assertThat(future).isNotCancelled().isCompletedExceptionally();
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
        assertThat(queue.snapshot().dequeued()).isZero();
    }

    @Test
    void run_thatThrowsACompletionException_failsTheFutureWithIt() {
        final ThreadletQueue queue = queues.single("q");
        final Exception failure = new CompletionException(new IOException("within"));
        final ThreadletFuture<String> future = queue.submit(() -> Probe.throwing(failure));
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(failure);
    }

    // ---- after cancel(true) ----

    private static ThreadletFuture<String> cancelledWhileItRuns(ThreadletQueue queue, Callable<String> afterInterrupt) {
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(() -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                return afterInterrupt.call();
            }
            throw new AssertionError("not interrupted");
        });
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        return future;
    }

    static Stream<Throwable> answersToAnInterrupt() {
        return Stream.of(
                new InterruptedException(),
                new InterruptedIOException(),
                new IllegalStateException("wrapped", new InterruptedException()));
    }

    @ParameterizedTest
    @MethodSource("answersToAnInterrupt")
    void cancel_thatATaskAnswersByThrowing_isNoNews(Throwable answer) {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = cancelledWhileItRuns(queue, () -> Probe.throwing(answer));
        assertThat(future).isCancelled();
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void cancel_thatATaskAnswersByReturning_leavesTheFutureCancelled() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = cancelledWhileItRuns(queue, () -> "value all the same");
        Queues.drain(queue);
        assertThat(future).isCancelled();
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void cancel_afterWhichATaskFailsForAnotherReason_hidesNothing() {
        final ThreadletQueue queue = queues.single("q");
        final IOException failure = new IOException("rollback failed");
        final ThreadletFuture<String> future = cancelledWhileItRuns(queue, () -> Probe.throwing(failure));
        assertThat(queues.takeUncaught().failure()).isSameAs(failure);
        assertThat(future).isCancelled();
    }

    @Test
    void cancel_ofAQueuedTask_hasTakenItBackWhenDependentsHearOfIt() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        final List<Integer> queued = new ArrayList<>();
        final CompletableFuture<String> dependent = future.whenComplete(
                (value, failure) -> queued.add(queue.snapshot().queued()));
        assertThat(future.cancel(false)).isTrue();
        assertThat(queued).containsExactly(0);
        assertThat(dependent).isCompletedExceptionally();
    }

    @Test
    void cancel_againstTheEndOfTheTask_agreesWithWhatTheFutureSays() {
        final ThreadletQueue queue = queues.single("q");
        for (int round = 0; round < 3_000; round++) {
            final ThreadletFuture<String> future = queue.submit(() -> "value");
            for (int spin = round % 64; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            final boolean cancelled = future.cancel(round % 2 == 0);
            assertThat(future.isCancelled()).isEqualTo(cancelled);
            assertThat(future.isDone()).isTrue();
            if (!cancelled) {
                assertThat(future.join()).isEqualTo("value");
            }
        }
    }

    @Test
    void cancel_thatInterruptsATaskThatEndsAtOnce_cancelsAllTheSame() {
        final ThreadletQueue queue = queues.single("q");
        for (int round = 0; round < 5_000; round++) {
            final AtomicBoolean begun = new AtomicBoolean();
            final ThreadletFuture<String> future = queue.submit(() -> {
                begun.set(true);
                Waits.spin(Thread.currentThread()::isInterrupted);
                return "value";
            });
            Waits.spin(begun::get);
            assertThat(future.cancel(true)).isTrue();
            assertThat(future.isCancelled()).isTrue();
        }
    }

    // ---- what is held ----

    /** Data that a task captures. */
    private static final class Payload implements Callable<Integer> {
        private final byte[] data = new byte[1024];
        private final boolean fails;

        Payload(boolean fails) {
            this.fails = fails;
        }

        @Override
        public Integer call() throws IOException {
            if (fails) {
                throw new IOException("no");
            }
            return data.length;
        }
    }

    private record Tracked(ThreadletFuture<Integer> future, WeakReference<Payload> payload) {}

    private static Tracked submit(ThreadletQueue queue, boolean fails, ReferenceQueue<Payload> cleared) {
        final Payload payload = new Payload(fails);
        return new Tracked(queue.submit(payload), new WeakReference<>(payload, cleared));
    }

    @Test
    void future_ofATaskThatHasEnded_holdsItsDataNoLonger() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").minThreads(1).maxThreads(1));
        final ReferenceQueue<Payload> cleared = new ReferenceQueue<>();
        final Tracked good = submit(queue, false, cleared);
        final Tracked bad = submit(queue, true, cleared);
        assertThat(good.future().join()).isEqualTo(1024);
        assertThatThrownBy(bad.future()::join).hasCauseInstanceOf(IOException.class);
        Waits.collected(good.payload(), cleared);
        Waits.collected(bad.payload(), cleared);
        assertThat(good.future()).isDone();
        assertThat(bad.future()).isDone();
    }

    @Test
    void future_ofATaskThatTheQueueTookBack_holdsItsDataNoLonger() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ReferenceQueue<Payload> cleared = new ReferenceQueue<>();
        final Tracked one = submit(queue, false, cleared);
        takeBackAll(queue);
        Waits.collected(one.payload(), cleared);
        assertThat(one.future()).isCancelled();
    }

    private static void takeBackAll(ThreadletQueue queue) {
        queue.queued(9).forEach(one -> assertThat(queue.dequeue(one.work())).isEqualTo(DequeueResult.DEQUEUED));
    }

    @Test
    void future_ofATaskThatListingsShowed_stillHasADescriptionAfterwards() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ThreadletFuture<Integer> future =
                submit(queue, false, new ReferenceQueue<>()).future();
        final ThreadletWork work = queue.queued(1).get(0).work();
        assertThat(work.describe()).isEqualTo(Payload.class.getName());
        assertThat(future.cancel(false)).isTrue();
        assertThat(work.describe()).isNotBlank();
    }

    // ---- where the telling of a dependent fails ----

    /** Whose cause asks it for its text. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("planned");
        }
    }

    @Test
    void run_oneOfItsDependentsCannotBeTold_theOthersAre() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(() -> {
            gate.pass();
            throw new Unspeakable();
        });
        final CompletableFuture<Throwable> told = new CompletableFuture<>();
        assertThat(future.whenComplete((value, failure) -> told.complete(failure)))
                .isNotDone();
        final CompletableFuture<String> last = future.thenApply(value -> value); // is told first
        gate.open();
        assertThat(told.join()).isInstanceOf(Unspeakable.class);
        Queues.drain(queue);
        while (!queues.noneUncaught()) { // of the last one, on a JDK that makes its failure of that text
            assertThat(queues.takeUncaught().failure()).hasMessage("planned");
            assertThat(last).isNotDone();
        }
    }

    @Test
    void complete_abandonedThrows_workIsTakenBackAllTheSame() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final ThreadletWork work = new ThreadletWork() {
            @Override
            protected void run() {}

            @Override
            protected void abandoned() {
                throw new IllegalStateException("planned");
            }
        };
        queue.submit(work);
        assertThat(queue.futureOf(work).complete("other")).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        assertThat(queues.takeUncaught().failure()).hasMessage("planned");
        gate.open();
    }

    @Test
    void run_thatThrowsACancellationWithoutText_failsTheFuture() {
        final class Nameless extends CancellationException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new AssertionError("planned");
            }
        }
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> {
            throw new Nameless();
        });
        assertThat(future.handle((value, failure) -> failure).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Nameless.class);
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How what a task does and what its future says belong together, in the corners. */
final class FutureOutcomeTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    @Test
    void get_bodyThrewACancellation_isAFailureAndNoCancelledFuture() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit((Callable<String>) () -> {
            throw new CancellationException("of something else");
        });
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CancellationException.class)
                .hasMessage("of something else");
        assertThat(future.isCancelled()).isFalse();
        assertThat(queue.snapshot().failed()).isOne();
    }

    @Test
    void get_bodyThrewACompletionException_keepsItWhole() {
        final ThreadletFuture<String> future = queues.single("q").submit((Callable<String>) () -> {
            throw new CompletionException("outer", new IllegalStateException("inner"));
        });
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CompletionException.class)
                .hasMessage("outer")
                .hasRootCauseMessage("inner");
    }

    @Test
    void cancel_dependentWaitsForTheBodysEnd_bodyIsInterruptedAllTheSame() {
        final ThreadletQueue queue = queues.single("q");
        final Gate never = new Gate();
        final CountDownLatch ended = new CountDownLatch(1);
        final ThreadletFuture<?> future = queue.submit(() -> {
            try {
                never.pass();
                return "";
            } finally {
                ended.countDown();
            }
        });
        never.awaitEntered();
        final CountDownLatch seen = new CountDownLatch(1);
        final ThreadletFuture<?> dependent = (ThreadletFuture<?>) future.whenComplete((value, failure) -> {
            Waits.await(ended);
            seen.countDown();
        });
        assertThat(future.cancel(true)).isTrue();
        assertThat(dependent).isDone();
        Waits.await(seen);
    }

    @Test
    void cancel_bodyReturnsAValueWhenInterrupted_futureIsCancelled() {
        final ThreadletQueue queue = queues.single("q");
        final Gate never = new Gate();
        final ThreadletFuture<String> future = queue.submit(() -> {
            try {
                never.pass();
                return "passed";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        never.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(future.isCancelled()).isTrue();
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isOne();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancel_bodyAnswersTheInterruptWithAnError_errorIsReported() {
        final ThreadletQueue queue = queues.single("q");
        final Gate never = new Gate();
        final ThreadletFuture<String> future = queue.submit(() -> {
            try {
                never.pass();
                return "passed";
            } catch (InterruptedException e) {
                throw new AssertionError("a bug on the way out");
            }
        });
        never.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(queues.takeUncaught().failure()).isInstanceOf(AssertionError.class);
    }

    @Test
    void get_taskWasTakenOffTheQueue_saysFromWhichOne() {
        final ThreadletQueue queue = queues.single("letters");
        final Gate gate = Queues.occupy(queue);
        final ThreadletFuture<String> future = queue.submit(() -> "never");
        assertThat(queue.dequeue(queue.queued(1).get(0).work())).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(future.handle((value, failure) -> failure).join())
                .isExactlyInstanceOf(CancellationException.class)
                .hasMessageContaining("'letters'");
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        gate.open();
    }

    @Test
    void future_thatIsDoneAndHeld_doesNotHoldItsTask() {
        final ThreadletQueue queue = queues.single("q");
        final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
        final Captured captured = submitWithData(queue, cleared);
        assertThat(captured.future().join()).isTrue();
        Waits.collected(captured.data(), cleared);
        assertThat(captured.future()).isDone();
    }

    /** A future that is held, and data that only its task holds. */
    private record Captured(ThreadletFuture<Boolean> future, WeakReference<Object> data) {}

    private static Captured submitWithData(ThreadletQueue queue, ReferenceQueue<Object> cleared) {
        final Object data = new Object();
        return new Captured(queue.submit(() -> !data.toString().isEmpty()), new WeakReference<>(data, cleared));
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How what a task does and what its future says belong together, in the corners. */
final class FutureOutcomeTest {
    @RegisterExtension
    private final Queues queues = new Queues();

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
        Waits.await(seen);
        Waits.until("the dependent is done, on this thread or on the body's", dependent::isDone);
    }

    @Test
    void cancel_bodyAnswersWithCausesInACircle_isReportedAndTheThreadGoesOn() {
        final ThreadletQueue queue = queues.single("q");
        final Gate never = new Gate();
        final IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        final ThreadletFuture<String> future = queue.submit(() -> {
            try {
                never.pass();
                return "passed";
            } catch (InterruptedException e) {
                throw first;
            }
        });
        never.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(queues.takeUncaught().failure()).isSameAs(first);
        assertThat(queue.submit(() -> "next").join()).isEqualTo("next");
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
}

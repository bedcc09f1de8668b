package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A future is cancelled while its work is on the way from the submission to the body. */
final class CancelDuringSubmissionTest extends QueueFixture {
    private static final int ROUNDS = 2_000;

    /** What is done with the next work that is submitted, before it is accepted. */
    private final AtomicReference<@Nullable Consumer<ThreadletWork>> next = new AtomicReference<>();

    private ThreadletQueue.Builder heard() {
        return sized(0, 1).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                final Consumer<ThreadletWork> now = next.getAndSet(null);
                if (now != null) {
                    now.accept(work);
                }
            }
        });
    }

    /** For who has cancelled the future, and goes on after this. */
    private static boolean pass(Gate told) {
        told.passWithoutInterrupts();
        return true;
    }

    /** Who cancels finds nothing to take back; then the future is cancelled; then the task waits. */
    @Test
    void cancel_taskWaitsBeforeItLooksAgain_isTakenBack() {
        final ThreadletQueue queue = build(heard());
        occupy(queue, 1);
        final Gate told = new Gate();
        final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
        next.set(task -> {
            assertThat(queue.futureOf(task).handle((value, failure) -> pass(told)))
                    .isNotDone();
            canceller.set(Waits.start(() -> queue.futureOf(task).cancel(false)));
            told.awaitEntered();
        });
        final ThreadletFuture<?> future = queue.submit(() -> {});
        assertThat(future).isCancelled();
        assertCounts(queue, 1, 0, 1);
        told.open();
        Waits.join(Objects.requireNonNull(canceller.get()));
        assertCounts(queue, 1, 0, 0);
        assertThat(queue.snapshot().dequeued()).isOne();
    }

    /** Its future says nothing of what is submitted later. */
    @Test
    void cancel_workOfOnesOwnWasSubmittedAgainMeanwhile_thatIsLeftAlone() {
        final ThreadletQueue queue = build(heard());
        final Gate again = new Gate();
        final TestWork work = new TestWork() {
            @Override
            protected void run() throws Exception {
                super.run();
                if (runs.get() == 2) {
                    again.pass();
                }
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                super.completed(failure);
                if (completions.get() == 1) {
                    queue.submit(this);
                }
            }
        };
        final ThreadletFuture<?> future = queue.futureOf(work);
        final Gate told = new Gate();
        assertThat(future.handle((value, failure) -> pass(told))).isNotDone();
        final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
        next.set(submitted -> {
            canceller.set(Waits.start(() -> future.cancel(true)));
            told.awaitEntered();
        });
        queue.submit(work);
        again.awaitEntered();
        told.open();
        Waits.join(Objects.requireNonNull(canceller.get()));
        again.open();
        until("ended twice", () -> work.completions.get() == 2);
        assertThat(work.failure).isNull();
    }

    @Test
    void cancel_atTheSameTimeAsTheSubmission_taskIsDroppedOrInterrupted() {
        final ThreadletQueue queue = build(heard());
        final AtomicInteger interrupted = new AtomicInteger();
        final AtomicInteger begun = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            final AtomicBoolean underway = new AtomicBoolean();
            final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
            next.set(task -> {
                canceller.set(Waits.start(() -> {
                    underway.set(true);
                    queue.futureOf(task).cancel(true);
                }));
                Waits.spin(underway::get);
            });
            final ThreadletFuture<?> future = queue.submit(() -> {
                begun.incrementAndGet();
                try {
                    Waits.await(new CountDownLatch(1)); // fails where nobody interrupts it
                } catch (AssertionError e) {
                    if (e.getCause() instanceof InterruptedException) {
                        interrupted.incrementAndGet();
                    }
                }
            });
            Waits.join(Objects.requireNonNull(canceller.get()));
            assertThat(future).isCancelled();
        }
        awaitIdle(queue);
        assertThat(interrupted.get()).isEqualTo(begun.get());
    }

    /** Nobody interrupts it before it begins: who cancels waits until it has, and interrupts it then. */
    @Test
    void cancel_callerIsAboutToRunTheWork_isInterrupted() {
        final AtomicReference<@Nullable Runnable> atTheClock = new AtomicReference<>();
        final ThreadletQueue.Builder builder = heard().capacity(0).onFull(OnFull.CALLER_RUNS);
        builder.settings.nanoTime = clockThatCalls(atTheClock);
        final ThreadletQueue queue = build(builder);
        occupy(queue, 1);
        final TestWork work = new TestWork(new Gate());
        final ThreadletFuture<?> future = queue.futureOf(work);
        next.set(submitted -> atTheClock.set(
                () -> { // next it is asked when the work begins
                    final Thread canceller = Waits.start(() -> future.cancel(true));
                    until(
                            "the cancellation is done, or waits",
                            () -> future.isDone() || canceller.getState() == Thread.State.TIMED_WAITING);
                }));
        queue.submit(work);
        assertThat(work.interrupted).isTrue();
        until("cancelled", future::isCancelled);
        assertThat(Thread.interrupted()).isFalse();
    }
}

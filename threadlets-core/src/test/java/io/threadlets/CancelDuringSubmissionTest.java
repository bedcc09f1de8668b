package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A future is cancelled while its work is on the way from the submission to the body: the body is interrupted. */
final class CancelDuringSubmissionTest extends QueueFixture {
    private final TestWork work = new TestWork(gate);
    private final AtomicReference<@Nullable Runnable> beforeAcceptance = new AtomicReference<>();

    private ThreadletQueue.Builder heard() {
        return sized(0, 1).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork submitted) {
                final Runnable now = work.equals(submitted) ? beforeAcceptance.get() : null;
                if (now != null) {
                    now.run();
                }
            }
        });
    }

    /** For who has cancelled the future, and goes on after this. */
    private static boolean pass(Gate told) {
        told.passWithoutInterrupts();
        return true;
    }

    /** Who cancels finds nothing to take back; then the work begins; then its future is cancelled. */
    @Test
    void cancel_workBeginsBeforeTheFutureIsDone_isInterrupted() {
        final ThreadletQueue queue = build(heard());
        final ThreadletFuture<?> future = queue.futureOf(work);
        final Gate told = new Gate();
        assertThat(future.handle((value, failure) -> pass(told))).isNotDone();
        beforeAcceptance.set(() -> {
            Waits.start(() -> future.cancel(true));
            told.awaitEntered();
        });
        queue.submit(work);
        work.awaitStarted();
        told.open();
        work.awaitEnded();
        assertThat(work.interrupted).isTrue();
        assertThat(future).isCancelled();
    }

    /** Who cancels finds nothing to take back; then the work waits; then its future is cancelled. */
    @Test
    void cancel_workWaitsBeforeTheFutureIsDone_isTakenBack() {
        final ThreadletQueue queue = build(heard());
        final Gate busy = new Gate();
        queue.submit(new TestWork(busy));
        busy.awaitEntered();
        final ThreadletFuture<?> future = queue.futureOf(work);
        final Gate told = new Gate();
        assertThat(future.handle((value, failure) -> pass(told))).isNotDone();
        final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
        beforeAcceptance.set(() -> {
            canceller.set(Waits.start(() -> future.cancel(false)));
            told.awaitEntered();
        });
        queue.submit(work);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.QUEUED);
        told.open();
        Waits.join(Objects.requireNonNull(canceller.get()));
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        busy.open();
    }

    /** Nobody interrupts it before it begins: who cancels waits until it has, and interrupts it then. */
    @Test
    void cancel_callerIsAboutToRunTheWork_isInterrupted() {
        final AtomicReference<@Nullable Runnable> atTheClock = new AtomicReference<>();
        final ThreadletQueue.Builder builder = heard().capacity(0).onFull(OnFull.CALLER_RUNS);
        builder.settings.nanoTime = () -> {
            final Runnable now = atTheClock.getAndSet(null);
            if (now != null) {
                now.run();
            }
            return System.nanoTime();
        };
        final ThreadletQueue queue = build(builder);
        final Gate busy = new Gate();
        queue.submit(new TestWork(busy));
        busy.awaitEntered();
        final ThreadletFuture<?> future = queue.futureOf(work);
        beforeAcceptance.set(() -> atTheClock.set(
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
        busy.open();
    }
}

package io.threadlets.spring.aop;

import io.threadlets.spring.queue.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one call, and the threads that they may have to interrupt.
 *
 * <p>Invariant: an interrupt is sent only while this object's lock is held and the thread is inside the call, and who
 * leaves takes one that was sent with it: so it reaches nothing but this call.
 */
final class CallClock {
    private final MethodPlan plan;
    private final long startNanos = System.nanoTime();

    // Written before the call is submitted.
    private @Nullable Future<?> timeoutTimer;
    private @Nullable Future<?> queueTimer;

    // Guarded by this.
    private @Nullable Thread submitter;
    private @Nullable Thread runner;
    private @Nullable Thread interrupted;

    CallClock(MethodPlan plan) {
        this.plan = plan;
    }

    void start(Deadlines deadlines, Call call) {
        if (plan.timeoutNanos() > 0) {
            timeoutTimer = deadlines.in(plan.timeoutNanos(), () -> call.timeOut(false));
        }
        if (plan.queueTimeoutNanos() > 0) {
            queueTimer = deadlines.in(plan.queueTimeoutNanos(), () -> call.timeOut(true));
        }
    }

    void stop() {
        stop(timeoutTimer);
        stop(queueTimer);
    }

    private static void stop(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Whether no thread should take the call any more; the timer may be late. */
    boolean hasWaitedTooLong() {
        return plan.queueTimeoutNanos() > 0 && System.nanoTime() - startNanos > plan.queueTimeoutNanos();
    }

    @Nullable
    Instant deadline() {
        return plan.timeoutNanos() == 0
                ? null
                : Instant.now().plusNanos(plan.timeoutNanos() - (System.nanoTime() - startNanos));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    // ---- threads inside the call ----

    /** The caller hands the call to its queue, and may have to wait for room. */
    synchronized void enterSubmission() {
        submitter = Thread.currentThread();
    }

    synchronized void leaveSubmission() {
        submitter = null;
        takeInterruptAlong();
    }

    synchronized void enterBody() {
        runner = Thread.currentThread();
    }

    synchronized void leaveBody() {
        runner = null;
        takeInterruptAlong();
    }

    private void takeInterruptAlong() {
        if (interrupted == Thread.currentThread()) {
            interrupted = null;
            Thread.interrupted();
        }
    }

    /**
     * Interrupts whoever is inside.
     *
     * @return where the body stood; null if no thread was in it
     */
    synchronized @Nullable TimeoutException interrupt() {
        if (runner != null) {
            final TimeoutException where = new TimeoutException("Thread " + runner.getName() + " stood here");
            where.setStackTrace(runner.getStackTrace());
            interrupt(runner);
            return where;
        }
        if (submitter != null) {
            interrupt(submitter);
        }
        return null;
    }

    private void interrupt(Thread thread) {
        interrupted = thread;
        thread.interrupt();
    }
}

package io.threadlets.spring.aop;

import io.threadlets.spring.queue.Deadlines;
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

    // Written by the caller before the call is submitted; who runs it sees them, the timers themselves may not.
    private @Nullable Future<?> timeoutTimer;
    private @Nullable Future<?> queueTimer;

    // Guarded by this.
    private @Nullable Thread submitter;
    private @Nullable Thread runner;
    private @Nullable Thread interrupted;
    private boolean hadInterrupt;
    private boolean isOver;

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

    // ---- threads inside the call ----

    /** The caller hands the call to its queue, and may have to wait for room. */
    synchronized void enterSubmission() {
        submitter = Thread.currentThread();
        hadInterrupt = submitter.isInterrupted();
    }

    synchronized void leaveSubmission() {
        submitter = null;
        if (takeInterruptAlong() && hadInterrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether the body may begin: not if it would have been interrupted already} */
    synchronized boolean enterBody() {
        if (!isOver) {
            runner = Thread.currentThread();
        }
        return !isOver;
    }

    synchronized void leaveBody() {
        runner = null;
        takeInterruptAlong();
    }

    private boolean takeInterruptAlong() {
        if (interrupted != Thread.currentThread()) {
            return false;
        }
        interrupted = null;
        return Thread.interrupted();
    }

    /**
     * Interrupts whoever is inside, and lets no thread in any more.
     *
     * @return where the body stood; null if no thread was in it
     */
    synchronized @Nullable TimeoutException interrupt() {
        isOver = true;
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

    /** One that is set already is somebody else's, and not to be taken along. */
    private void interrupt(Thread thread) {
        if (!thread.isInterrupted()) {
            interrupted = thread;
            thread.interrupt();
        }
    }
}

package io.threadlets.spring.aop;

import io.threadlets.spring.queue.Deadlines;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one call, and the threads that they may have to interrupt.
 *
 * <p>Invariant: an interrupt is sent only while this object's lock is held and the thread is inside the call. One for
 * the submitter is taken along by it when it leaves; one for the body is sent by the queue, which keeps it from
 * anything else that the thread runs: a work that the body waits for may be run in place.
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
    private boolean hadInterruptInBody;
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

    /**
     * Nobody waits for room any more; a submitter that runs the call itself may go on to others that it has put off.
     *
     * @return whether the body may begin: not if it would have been interrupted already
     */
    synchronized boolean enterBody() {
        submitter = null;
        if (!isOver) {
            runner = Thread.currentThread();
        }
        return !isOver;
    }

    synchronized void leaveBody() {
        runner = null;
    }

    /** Gives the thread back an interrupt by somebody else, which the queue took for the timeout's. */
    synchronized void restoreInterrupt() {
        if (hadInterruptInBody) {
            Thread.currentThread().interrupt();
        }
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
     * @param interruptBody interrupts the body alone
     * @return where the body stood; null if no thread was in it
     */
    synchronized @Nullable TimeoutException interrupt(Runnable interruptBody) {
        isOver = true;
        if (runner != null) {
            final TimeoutException where = new TimeoutException("Thread " + runner.getName() + " stood here");
            where.setStackTrace(runner.getStackTrace());
            hadInterruptInBody = runner.isInterrupted();
            interruptBody.run();
            return where;
        }
        if (submitter != null && !submitter.isInterrupted()) { // else it is somebody else's, and not to be taken along
            interrupted = submitter;
            submitter.interrupt();
        }
        return null;
    }
}

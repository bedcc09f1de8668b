package io.threadlets.spring.call;

import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.Deadlines;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a call that has limits.
 *
 * <p>Invariant: an interrupt is sent only while this object's lock is held and the thread is inside the call. One for
 * the submitter is taken along by it when it leaves; one for the body is sent by the queue, which keeps it from
 * anything else that the thread runs: a work that the body waits for may be run in place.
 */
final class LimitedClock implements CallClock {
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

    LimitedClock(MethodPlan plan) {
        this.plan = plan;
    }

    @Override
    public void start(Deadlines deadlines, Call call) {
        if (plan.timeoutNanos() > 0) {
            timeoutTimer = deadlines.in(plan.timeoutNanos(), () -> call.timeOut(false));
        }
        if (plan.queueTimeoutNanos() > 0) {
            queueTimer = deadlines.in(plan.queueTimeoutNanos(), () -> call.timeOut(true));
        }
    }

    @Override
    public void stop() {
        stop(timeoutTimer);
        stop(queueTimer);
    }

    private static void stop(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public boolean hasWaitedTooLong() {
        return plan.queueTimeoutNanos() > 0 && System.nanoTime() - startNanos > plan.queueTimeoutNanos();
    }

    @Override
    public @Nullable Instant deadline() {
        return plan.timeoutNanos() == 0
                ? null
                : Instant.now().plusNanos(plan.timeoutNanos() - (System.nanoTime() - startNanos));
    }

    // ---- threads inside the call ----

    @Override
    public synchronized void enterSubmission() {
        submitter = Thread.currentThread();
        hadInterrupt = submitter.isInterrupted();
    }

    @Override
    public synchronized void leaveSubmission() {
        submitter = null;
        if (takeInterruptAlong() && hadInterrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean enterBody() {
        submitter = null;
        if (!isOver) {
            runner = Thread.currentThread();
        }
        return !isOver;
    }

    @Override
    public synchronized void leaveBody() {
        runner = null;
    }

    @Override
    public synchronized void restoreInterrupt() {
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

    @Override
    public synchronized @Nullable TimeoutException interrupt(Runnable interruptBody) {
        isOver = true;
        if (runner != null) {
            final TimeoutException where = TimeoutMessages.where(runner);
            if (plan.isInterruptible()) {
                hadInterruptInBody = runner.isInterrupted();
                interruptBody.run();
            }
            return where;
        }
        if (submitter != null && !submitter.isInterrupted()) { // else it is somebody else's, and not to be taken along
            interrupted = submitter;
            submitter.interrupt();
        }
        return null;
    }
}

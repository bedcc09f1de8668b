package io.threadlets.spring.aop;

import io.threadlets.ThreadletFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A caller that waits for the value of a plain call. */
final class WaitingCaller extends FutureReceiver {
    private final MethodPlan plan;

    /** Who told of the failure. Written before the future is done; null until then. */
    private @Nullable Thread teller;

    WaitingCaller(ThreadletFuture<@Nullable Object> future, MethodPlan plan) {
        super(future);
        this.plan = plan;
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public boolean failed(Throwable failure, MethodPlan of, @Nullable MethodInvocation invocation) {
        teller = Thread.currentThread();
        return super.failed(failure, of, invocation);
    }

    /**
     * Waits for the value, in the caller.
     *
     * @throws ExecutionException with what the call has failed with
     * @throws CancellationException if the caller was interrupted, which has cancelled the call, or if somebody else
     *     has taken the call back
     */
    @Nullable
    Object await() throws ExecutionException {
        try {
            return future().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (CancellationException takenBack) {
            throw showingCaller(takenBack);
        }
    }

    /**
     * The same, but for so many seconds.
     *
     * @throws TimeoutException if the call has not ended by then
     */
    @Nullable
    Object await(long seconds) throws ExecutionException, TimeoutException {
        try {
            return future().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (CancellationException takenBack) {
            throw showingCaller(takenBack);
        }
    }

    private CancellationException interrupted(InterruptedException why) {
        future().cancel(true);
        Thread.currentThread().interrupt();
        final CancellationException cancelled = new CancellationException("Queue '"
                + plan.queue().name() + "': the caller of " + plan.label()
                + " was interrupted while it waited; the call was cancelled");
        cancelled.initCause(why);
        return cancelled;
    }

    private CancellationException showingCaller(CancellationException takenBack) {
        CalledFrom.addTo(takenBack, plan.label(), null);
        return takenBack;
    }

    /**
     * Has a failure show where the caller stands. The stack of a timeout becomes the caller's, since that of the timer
     * tells nothing; another failure keeps its own, and gets the caller's beside it unless it was made on this thread.
     *
     * @param isTimedOut whether the failure is the timeout of the call itself
     */
    Throwable showingCaller(Throwable failure, boolean isTimedOut) {
        if (isTimedOut) {
            failure.setStackTrace(new Throwable().getStackTrace());
        } else if (teller != Thread.currentThread()) {
            CalledFrom.addTo(failure, plan.label(), teller);
        }
        return failure;
    }
}

package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.spring.method.MethodPlan;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A caller that waits for the value of a plain call. */
final class CallerReceiver extends FutureReceiver {
    /** Who told that there is no value. Written before the future is done; null until then. */
    private @Nullable Thread teller;

    CallerReceiver(ThreadletFuture<@Nullable Object> future) {
        super(future);
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public boolean failed(Throwable failure, MethodPlan plan, @Nullable MethodInvocation invocation) {
        teller = Thread.currentThread();
        return super.failed(failure, plan, invocation);
    }

    @Override
    public void cancelled(Throwable cancellation) {
        teller = Thread.currentThread();
        super.cancelled(cancellation);
    }

    /**
     * Has what the caller is thrown show where it stands, on the caller's thread. The stack of a timeout becomes the
     * caller's, since that of the timer tells nothing. Anything else keeps its own, and gets the caller's beside it
     * unless it was made on this thread.
     *
     * @param label of the call
     * @param isTimeout whether it is the timeout of the call itself
     */
    void showCaller(Throwable failure, String label, boolean isTimeout) {
        if (isTimeout) {
            failure.setStackTrace(new Throwable().getStackTrace());
        } else if (teller != Thread.currentThread()) {
            CalledFrom.addTo(failure, label, teller);
        }
    }
}

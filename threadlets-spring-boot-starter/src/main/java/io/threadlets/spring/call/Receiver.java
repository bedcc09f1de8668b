package io.threadlets.spring.call;

import io.threadlets.spring.method.MethodPlan;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Who is told how a call has ended. Told once, by whoever brought the call to its end. */
interface Receiver {
    /**
     * Whether a caller waits for the call. It calls the fallback itself, and telling it runs nothing of the
     * application's.
     */
    boolean isWaiting();

    /** Whether nobody wants the outcome any more. */
    boolean isGone();

    void succeeded(@Nullable Object value);

    /**
     * Tells of a failure.
     *
     * @param invocation what has failed; null where a fallback was called for it
     * @return false if somebody else was first, and nobody hears of the failure
     */
    boolean failed(Throwable failure, MethodPlan plan, @Nullable MethodInvocation invocation);

    /** Tells that the call was taken back, or that the stage that it followed was cancelled. */
    void cancelled(Throwable cancellation);
}

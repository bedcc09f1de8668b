package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.spring.method.MethodPlan;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A caller that has, or waits for, a future. */
class FutureReceiver implements Receiver {
    private final ThreadletFuture<@Nullable Object> future;

    FutureReceiver(ThreadletFuture<@Nullable Object> future) {
        this.future = future;
    }

    final ThreadletFuture<@Nullable Object> future() {
        return future;
    }

    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public final boolean isGone() {
        return future.isDone();
    }

    @Override
    public final void succeeded(@Nullable Object value) {
        future.complete(value);
    }

    @Override
    public boolean failed(Throwable failure, MethodPlan plan, @Nullable MethodInvocation invocation) {
        // Bare, these two would read as a cancelled future, and as the cause of what was thrown.
        return future.completeExceptionally(
                failure instanceof CancellationException || failure instanceof CompletionException
                        ? new CompletionException(failure)
                        : failure);
    }

    @Override
    public void cancelled(Throwable cancellation) {
        future.completeExceptionally(cancellation);
    }
}

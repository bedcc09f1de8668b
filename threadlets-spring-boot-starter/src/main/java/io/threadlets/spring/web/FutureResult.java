package io.threadlets.spring.web;

import io.threadlets.ThreadletFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.async.DeferredResult;

/** The outcome of a future, as long as the request waits for it. Afterwards the future is cancelled. */
final class FutureResult extends DeferredResult<Object> {
    private final ThreadletFuture<?> future;
    private volatile boolean abandoned;

    FutureResult(ThreadletFuture<?> future) {
        this.future = future;
        onTimeout(this::abandon);
        onError(failure -> abandon());
        onCompletion(this::abandon);
        final CompletableFuture<?> unused = future.whenComplete(this::settle);
    }

    /** At the timeout itself: a client that has its answer may try again, and need the place in the queue. */
    private void abandon() {
        // Else the cancellation would be the answer, in place of the timeout or error that Spring is about to set.
        abandoned = true;
        // Who cancelled before without interrupting does not want it now.
        if (!future.isDone()) {
            future.cancel(true);
        }
    }

    private void settle(@Nullable Object value, @Nullable Throwable failure) {
        if (abandoned) {
            return;
        }
        if (failure == null) {
            setResult(value);
        } else {
            setErrorResult(
                    failure instanceof CompletionException wrapper && wrapper.getCause() != null
                            ? wrapper.getCause()
                            : failure);
        }
    }
}

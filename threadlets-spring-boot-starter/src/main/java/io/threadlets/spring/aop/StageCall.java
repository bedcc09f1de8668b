package io.threadlets.spring.aop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call whose caller gets a future, which follows the stage that the body returns. Shown by the method's label. */
record StageCall(MethodPlan plan, MethodInvocation invocation) implements Callable<@Nullable CompletionStage<Object>> {
    @Override
    @SuppressWarnings("unchecked") // the caller's future is of the method's own type
    public @Nullable CompletionStage<Object> call() {
        try {
            final Object returned = invocation.proceed();
            if (returned instanceof CompletionStage<?> stage) {
                failIfFailed(stage);
                return (CompletionStage<Object>) stage;
            }
            return returned instanceof Future<?> future
                    ? CompletableFuture.completedFuture(outcomeOf(future))
                    : CompletableFuture.completedFuture(returned);
        } catch (Throwable thrown) {
            throw Sneaky.asThrown(thrown);
        }
    }

    /** A body that returns its failure has failed, and is counted so. A stage that is cancelled is followed. */
    private static void failIfFailed(CompletionStage<?> stage) throws Throwable {
        final CompletableFuture<?> future;
        try {
            future = stage.toCompletableFuture();
        } catch (UnsupportedOperationException noFuture) {
            return;
        }
        if (future.isCompletedExceptionally() && !future.isCancelled()) {
            try {
                future.join();
            } catch (CompletionException e) {
                throw BodyCall.causeOf(e);
            }
        }
    }

    private static @Nullable Object outcomeOf(Future<?> future) throws Throwable {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw BodyCall.causeOf(e);
        }
    }

    @Override
    public String toString() {
        return plan.label();
    }
}

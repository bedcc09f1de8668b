package io.threadlets.spring.call;

import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.context.CapturedContext;
import io.threadlets.spring.method.MethodPlan.Returns;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What to do with the stages and futures that bodies and fallbacks return. */
final class Stages {
    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 64;

    private Stages() {}

    /** What has been returned in place of a value, and has not ended. */
    record Pending(CompletionStage<?> stage) {}

    /**
     * What a method or its fallback has returned, as the outcome of a call.
     *
     * @param carrier for a reactive type, what is given to it as context
     * @return the value, or {@link Pending}
     * @throws Throwable the failure of a stage that has failed
     */
    static @Nullable Object outcomeOf(Returns returns, @Nullable Object returned, @Nullable Object carrier)
            throws Throwable {
        final Object stageOrValue = stageOrValue(returns, returned, carrier);
        if (returns == Returns.VALUE
                || returns == Returns.NOTHING
                || returns == Returns.RECEIPT
                || !(stageOrValue instanceof CompletionStage<?> stage)) {
            return stageOrValue;
        }
        final CompletableFuture<?> finished = finished(stage);
        return finished == null ? new Pending(stage) : valueOf(finished);
    }

    /** What a method has returned: itself, or the stage that stands for it. */
    static @Nullable Object stageOrValue(Returns returns, @Nullable Object returned, @Nullable Object carrier)
            throws Throwable {
        return switch (returns) {
            case NOTHING, RECEIPT, VALUE -> returned;
            case REACTIVE -> ReactiveCalls.subscribe(returned, carrier);
            case FUTURE -> stageOrValue(returned);
        };
    }

    /**
     * Waits for a future that tells nobody when it is done.
     *
     * @return the stage that was returned, or the value where there is none to wait for
     */
    private static @Nullable Object stageOrValue(@Nullable Object returned) throws Throwable {
        return returned instanceof Future<?> future && !(returned instanceof CompletionStage<?>)
                ? await(future)
                : returned;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    private static @Nullable Object await(Future<?> future) throws Throwable {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw causeOf(e);
        } catch (CancellationException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The stage as a future, if its outcome is there to be had. A cancelled one is followed like one that goes on. */
    static @Nullable CompletableFuture<?> finished(CompletionStage<?> stage) {
        try {
            final CompletableFuture<?> future = stage.toCompletableFuture();
            return future.isDone() && !isCancelled(future) ? future : null;
        } catch (UnsupportedOperationException noFuture) {
            return null;
        }
    }

    /** Or derived from one that is. */
    private static boolean isCancelled(CompletableFuture<?> done) {
        if (!done.isCompletedExceptionally()) {
            return false;
        }
        try {
            done.join();
            return false;
        } catch (CompletionException e) {
            return causeOf(e) instanceof CancellationException;
        } catch (CancellationException e) {
            return true;
        }
    }

    /** Tells of the outcome of a stage, also if the stage itself cannot be asked for it. */
    static void follow(CompletionStage<?> stage, BiConsumer<@Nullable Object, @Nullable Throwable> outcome) {
        try {
            stage.whenComplete(outcome);
        } catch (RuntimeException cannotBeFollowed) {
            outcome.accept(null, cannotBeFollowed);
        }
    }

    /** The value of a finished stage; throws its failure. */
    static @Nullable Object valueOf(CompletableFuture<?> finished) throws Throwable {
        try {
            return finished.join();
        } catch (CompletionException e) {
            throw causeOf(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing depends on the cancelling
    static void cancelWith(CompletableFuture<?> future, CompletionStage<?> stage) {
        future.whenComplete((value, failure) -> {
            if (!(failure instanceof ThreadletTimeoutException)) { // the timer does that, where it keeps nobody waiting
                cancel(stage);
            }
        });
    }

    /** No effect on a stage that is done, or cannot be cancelled. */
    static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException noFuture) { // it goes its own way
        }
    }

    /**
     * Hands the outcome of a stage, or a value, on to a future, and the future's cancellation to the stage.
     *
     * @param context where the future is completed if the stage ends later
     */
    static void pass(@Nullable Object stageOrValue, CompletableFuture<@Nullable Object> to, CapturedContext context) {
        if (stageOrValue instanceof CompletionStage<?> stage) {
            follow(
                    stage,
                    (value, failure) -> context.runAnyway(() -> {
                        if (failure == null) {
                            to.complete(value);
                        } else {
                            to.completeExceptionally(unwrapped(failure));
                        }
                    }));
            cancelWith(to, stage);
        } else {
            to.complete(stageOrValue);
        }
    }

    /** Whether a failure is but the answer to an interrupt. */
    static boolean isInterruption(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof CancellationException) {
                return true;
            }
        }
        return false;
    }

    static Throwable causeOf(Throwable wrapper) {
        return wrapper.getCause() == null ? wrapper : wrapper.getCause();
    }

    /** What a stage was given as its failure, without the wrapping that stages put around it on the way. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException ? causeOf(failure) : failure;
    }
}

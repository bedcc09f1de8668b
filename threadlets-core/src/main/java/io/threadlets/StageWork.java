package io.threadlets;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A work whose callable returns a stage; the future follows that, and takes it along when it is cancelled. */
final class StageWork<T extends @Nullable Object> extends FutureWork<T> {
    /** Written before the future is looked at, and read after it was done: so one of the two sees the other. */
    private volatile @Nullable CompletionStage<? extends T> stage;

    StageWork(Callable<? extends CompletionStage<? extends T>> task) {
        super(task);
    }

    @Override
    @SuppressWarnings("unchecked") // the callable returns nothing else
    boolean settleWith(@Nullable Object value) {
        if (value == null) {
            return super.settleWith(null);
        }
        final CompletionStage<? extends T> returned = (CompletionStage<? extends T>) value;
        stage = returned;
        if (future().isDone()) {
            cancel(returned);
            return false;
        }
        follow(returned);
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing depends on the following itself
    private void follow(CompletionStage<? extends T> followed) {
        followed.whenComplete((value, failure) -> {
            if (failure == null) {
                future().settle(value);
            } else {
                final Throwable cause = failure.getCause();
                future().settleExceptionally(failure instanceof CompletionException && cause != null ? cause : failure);
            }
        });
    }

    @Override
    void discard(@Nullable Object value) {
        if (value instanceof CompletionStage<?> returned) {
            cancel(returned);
        }
    }

    @Override
    void abandon() {
        final CompletionStage<?> followed = stage;
        if (followed != null) {
            cancel(followed);
        }
    }

    /** No effect on a stage that is done, or does not want to be seen as a future. */
    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException noFuture) { // it goes its own way
        }
    }
}

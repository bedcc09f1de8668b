package io.threadlets;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A work that calls a callable and completes a future with the outcome. Submitted once. */
final class FutureWork<T extends @Nullable Object> extends ThreadletWork {
    private final ThreadletFuture<T> future;

    /** Null once dropped: what was taken back must not hold on to its data while others hold on to the future. */
    private volatile @Nullable Callable<T> task;

    private @Nullable T result;

    /** Set before the interrupt of a cancelled future is sent: its failure is then what was asked for. */
    private volatile boolean interruptWanted;

    FutureWork(Callable<T> task, ThreadletQueue queue) {
        this.task = task;
        this.future = new ThreadletFuture<>(queue, this);
    }

    ThreadletFuture<T> future() {
        return future;
    }

    void dropTask() {
        task = null;
    }

    void interruptForCancel() {
        interruptWanted = true;
        interruptRunning();
    }

    @Override
    boolean isObsolete() {
        return future.isDone();
    }

    @Override
    protected void run() throws Exception {
        final Callable<T> call = task;
        if (call != null) {
            result = call.call();
        }
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        final T value = result;
        result = null;
        if (!future.settle(value, failure) && failure != null && !interruptWanted) {
            super.completed(failure);
        }
    }

    @Override
    public String describe() {
        final Callable<T> call = task;
        return call == null ? super.describe() : Descriptions.ofTask(call);
    }

    @Override
    Runnable asRunnable() {
        return task instanceof RunnableCall<T> call ? call.task() : super.asRunnable();
    }

    /** A runnable in the shape of a callable; shown as the runnable. */
    record RunnableCall<T extends @Nullable Object>(
            Runnable task, @Nullable T result) implements Callable<T> {
        RunnableCall {
            Objects.requireNonNull(task, "task");
        }

        @Override
        @SuppressWarnings("NullAway") // a null result is legal where T is Void or the caller gave null
        public T call() {
            task.run();
            return result;
        }

        @Override
        public String toString() {
            return Descriptions.ofTask(task);
        }
    }
}

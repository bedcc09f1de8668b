package io.threadlets;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A work that calls a callable and completes a future with the outcome. */
final class FutureWork<T extends @Nullable Object> extends ThreadletWork {
    private static final int MOST_CAUSES = 64;

    private final ThreadletFuture<T> future = new ThreadletFuture<>(this);

    /**
     * The callable; then, until it has been handed on, what it returned, or {@link Returned}. One field for all, since
     * many wait. What has ended must not hold on to its data while others hold on to the future.
     */
    private volatile @Nullable Object taskOrResult;

    /** Set before {@link #taskOrResult} stops being the task, or {@link Returned}. */
    private volatile boolean called;

    /**
     * Set before the interrupt of a cancelled future is sent: whatever the body then ends with, the future is
     * cancelled.
     */
    private volatile boolean cancelled;

    /** Whether somebody is to hear of the end, and may ask what this was. */
    private volatile boolean isWatched;

    /** What a task returned, and the task for those who ask what this was. */
    private record Returned(Callable<?> task, @Nullable Object result) {}

    FutureWork(Callable<?> task) {
        this.taskOrResult = task;
    }

    ThreadletFuture<T> future() {
        return future;
    }

    /** The future of a task; a new one for any other work. */
    @SuppressWarnings("unchecked") // who completes it knows the type
    static <T extends @Nullable Object> ThreadletFuture<T> futureOf(ThreadletWork work) {
        return work instanceof FutureWork<?> task ? (ThreadletFuture<T>) task.future() : new ThreadletFuture<>(work);
    }

    @Override
    void interruptForCancel() {
        cancelled = true;
        super.interruptForCancel();
    }

    @Override
    boolean isObsolete() {
        return future.isDone();
    }

    @Override
    void watch() {
        isWatched = true;
    }

    @Override
    protected void run() throws Exception {
        final Callable<?> call = called ? null : task();
        if (call != null) {
            final Object result = call.call();
            final Returned returned = isWatched || future.getNumberOfDependents() > 0 ? returned(call, result) : null;
            if (returned != null) {
                taskOrResult = returned;
                called = true;
            } else {
                called = true;
                taskOrResult = result;
            }
        }
    }

    private static @Nullable Returned returned(Callable<?> task, @Nullable Object result) {
        try {
            return new Returned(task, result);
        } catch (OutOfMemoryError noMemory) { // costs the description, and not the result
            return null;
        }
    }

    private @Nullable Callable<?> task() {
        final Object now = taskOrResult;
        if (now instanceof Returned returned) {
            return returned.task();
        }
        return called ? null : (Callable<?>) now;
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        final boolean wasCancelled = cancelled;
        try {
            final boolean settled = future.settle(
                    failure == null ? result() : null,
                    failure,
                    wasCancelled ? ThreadletFuture.End.CANCELLED : ThreadletFuture.End.OUTCOME);
            if (failure != null && (!settled || wasCancelled) && !(wasCancelled && isInterruption(failure))) {
                super.completed(failure);
            }
        } finally { // not before: the thread is listed with this work while it runs the future's stages
            if (!(failure instanceof DequeuedException dequeued && dequeued.isReturned())) {
                called = true;
                taskOrResult = null;
            }
        }
    }

    @SuppressWarnings("unchecked") // the callable's type is the future's
    private @Nullable T result() {
        final Object now = taskOrResult;
        return (T) (now instanceof Returned returned ? returned.result() : now);
    }

    /** Whether a failure is but the answer to an interrupt. Causes may form a circle. */
    private static boolean isInterruption(Throwable failure) {
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

    @Override
    public String describe() {
        final Callable<?> call = task();
        return call == null ? super.describe() : Descriptions.ofTask(call);
    }

    @Override
    Runnable asRunnable() {
        return task() instanceof RunnableCall<?> call ? call.task() : super.asRunnable();
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

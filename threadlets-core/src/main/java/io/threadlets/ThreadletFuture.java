package io.threadlets;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The result of a runnable or callable given to a {@link ThreadletQueue}, or of a work of one's own
 * ({@link ThreadletQueue#futureOf}). Safe from any thread.
 *
 * <ul>
 *   <li>{@code cancel(false)} takes the task back if no thread has it yet; {@code cancel(true)} also interrupts the
 *       thread that runs it, while, and only while, it does.
 *   <li>Who completes the future in another way before the task began (a value, an exception, {@code orTimeout}) takes
 *       it back as well: it is not run, and counts as dequeued.
 *   <li>{@code …Async} stages without an executor run on the same queue; a stage that the queue rejects fails with that
 *       rejection. Stages derived from this future are {@code ThreadletFuture}s; cancelling one of them does not reach
 *       its source.
 * </ul>
 *
 * <p>{@code get} and {@code join} block. On a thread of the same queue they may wait for ever if all its threads do so.
 *
 * @param <T> what the task returns
 */
public final class ThreadletFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    /**
     * The task's work, or a {@link Bound} one; in a derived stage, which has nothing on the queue to take back, the
     * queue. One field for all, since many wait.
     */
    private final Object source;

    /** A work that is not this future's own, the queue to take it back from, and who is told of it. */
    private record Bound(ThreadletQueue queue, ThreadletWork work, Runnable abandoned) {}

    ThreadletFuture(FutureWork<T> work) {
        this.source = work;
    }

    ThreadletFuture(ThreadletQueue queue, ThreadletWork work, Runnable abandoned) {
        this.source = new Bound(queue, work, abandoned);
    }

    private ThreadletFuture(ThreadletQueue queue) {
        this.source = queue;
    }

    private @Nullable ThreadletWork work() {
        if (source instanceof FutureWork<?> own) {
            return own;
        }
        return source instanceof Bound bound ? bound.work() : null;
    }

    private ThreadletQueue queue() {
        if (source instanceof FutureWork<?> own) {
            return own.queue();
        }
        return source instanceof Bound bound ? bound.queue() : (ThreadletQueue) source;
    }

    /**
     * Completes this future with a {@link java.util.concurrent.CancellationException} and takes its task back, if it is
     * not done yet. Does not wait for a task that runs.
     *
     * @param mayInterruptIfRunning whether to interrupt the thread that runs the task; also where the future was
     *     cancelled before without
     * @return whether the future is now cancelled
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        final ThreadletWork work = work();
        if (work != null && !(isDone() && !isCancelled())) {
            tellAbandoned();
            // the task first, and the future's dependents, which may wait for its end, after it
            if (queue().dequeue(work) == DequeueResult.RUNNING && mayInterruptIfRunning) {
                work.interruptForCancel();
            }
        }
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        final boolean completed = super.complete(value);
        if (completed) {
            takeBack();
        }
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        final boolean completed = super.completeExceptionally(failure);
        if (completed) {
            takeBack();
        }
        return completed;
    }

    @Override
    public void obtrudeValue(T value) {
        super.obtrudeValue(value);
        takeBack();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        super.obtrudeException(failure);
        takeBack();
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new ThreadletFuture<>(queue());
    }

    /**
     * The queue, as an executor.
     *
     * @return where {@code …Async} stages without an executor run
     */
    @Override
    public Executor defaultExecutor() {
        return queue().executor();
    }

    /** The task's own outcome; false if somebody else was first. */
    boolean settle(@Nullable T value) {
        return super.complete(value);
    }

    boolean settleExceptionally(Throwable failure) {
        return super.completeExceptionally(failure);
    }

    boolean settleCancelled() {
        return super.cancel(false);
    }

    private void tellAbandoned() {
        if (source instanceof Bound bound) {
            bound.abandoned().run();
        }
    }

    /** Nobody wants the task's own outcome any more. */
    private void takeBack() {
        final ThreadletWork work = work();
        if (work != null) {
            tellAbandoned();
            queue().dequeue(work);
        }
    }
}

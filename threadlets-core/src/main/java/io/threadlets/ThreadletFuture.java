package io.threadlets;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of a runnable or callable given to a {@link ThreadletQueue}, or of a work of one's own
 * ({@link ThreadletQueue#futureOf}). Safe from any thread.
 *
 * <ul>
 *   <li>{@code cancel(false)} takes the task off the queue if no thread has it yet; {@code cancel(true)} also
 *       interrupts the thread that runs it, while, and only while, it does.
 *   <li>Completing the future in another way before the task begins (a value, an exception, {@code orTimeout}) takes
 *       the task off the queue as well: it is not run, and counts as dequeued.
 *   <li>{@code …Async} stages without an executor run on the same queue; a stage that the queue rejects fails with that
 *       rejection. Stages derived from this future are {@code ThreadletFuture}s; cancelling one of them does not reach
 *       its source.
 * </ul>
 *
 * <p>{@code get} and {@code join} block. On a thread of the same queue, or in a work of it that a caller runs, they
 * take a task that is still queued off the queue and run it there, at once and without regard to a timeout: so works
 * may wait for works of their own queue, to any depth, on however few threads. What runs already, what another queue
 * has, and derived stages are waited for.
 *
 * @param <T> what the task returns
 */
public final class ThreadletFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private static final Function<ThreadletWork, DequeueResult> DEQUEUE = ThreadletFuture::dequeue;

    /** The work; in a derived stage, which has nothing on the queue to take back, where its own stages run. */
    private final Object source;

    /** How a future ends. */
    enum End {
        /** With what its task returned or threw, or since that was dequeued. */
        OUTCOME,
        /** With what somebody gave it. */
        GIVEN,
        CANCELLED
    }

    ThreadletFuture(ThreadletWork work) {
        this.source = work;
    }

    private ThreadletFuture(Executor stages) {
        this.source = stages;
    }

    private @Nullable ThreadletWork work() {
        return source instanceof ThreadletWork work ? work : null;
    }

    /**
     * Completes this future with a {@link CancellationException} and takes its task back, if it is not done yet. Does
     * not wait for a task that runs.
     *
     * @param mayInterruptIfRunning whether to interrupt the thread that runs the task; also where the future was
     *     cancelled before without
     * @return whether the future is now cancelled
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        final ThreadletWork work = work();
        if (work == null || (isDone() && !isCancelled())) {
            return super.cancel(mayInterruptIfRunning);
        }
        abandon(work);
        // the task first, and the future's dependents, which may wait for its end, after it
        final DequeueResult found = dequeue(work);
        if (found == DequeueResult.RUNNING && mayInterruptIfRunning) {
            work.interruptForCancel();
        }
        final boolean cancelled = settle(null, null, End.CANCELLED);
        if (cancelled
                && found == DequeueResult.NOT_QUEUED // it may have been accepted since, as its future was not done
                && work.isObsolete() // but any other work may have ended since, and be what somebody else submitted
                && Patience.atLast(DEQUEUE, work) == DequeueResult.RUNNING
                && mayInterruptIfRunning) {
            work.interruptForCancel();
        }
        return cancelled;
    }

    @Override
    public boolean complete(T value) {
        return end(value, null);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return end(null, Objects.requireNonNull(failure, "failure"));
    }

    private boolean end(@Nullable T value, @Nullable Throwable failure) {
        StackRoom.require();
        final boolean ended = settle(value, failure, End.GIVEN);
        if (ended) {
            takeBack();
        }
        return ended;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(() -> {
            if (!isDone()) {
                completeWith(supplier);
            }
        });
        return this;
    }

    private void completeWith(Supplier<? extends T> supplier) {
        final T value;
        try {
            value = supplier.get();
        } catch (Throwable thrown) {
            completeExceptionally(
                    thrown instanceof CompletionException ? thrown : new CompletionException(thrown)); // as JDK's do
            return;
        }
        complete(value);
    }

    @Override
    public void obtrudeValue(T value) {
        StackRoom.require();
        super.obtrudeValue(value);
        takeBack();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        StackRoom.require();
        super.obtrudeException(failure);
        takeBack();
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new ThreadletFuture<>(defaultExecutor());
    }

    /**
     * The queue, as an executor; or what {@link ThreadletWork#stageExecutor} makes of it.
     *
     * @return where {@code …Async} stages without an executor run
     */
    @Override
    public Executor defaultExecutor() {
        final ThreadletWork work = work();
        return work == null
                ? (Executor) source
                : work.stageExecutor(work.queue().executor());
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        runHere();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            runHere();
        }
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        if (mayRunInPlace()) {
            runInPlace();
        }
        return super.join();
    }

    /** Whether the calling thread would wait for works of its own queue. */
    boolean mayRunInPlace() {
        final Engine engine = engine();
        return engine != null && !isDone() && engine.isOnThisThread();
    }

    private void runHere() throws InterruptedException {
        if (mayRunInPlace()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            runInPlace();
        }
    }

    /** Runs the task if it still waits. */
    void runInPlace() {
        final ThreadletWork work = work();
        final Engine engine = engine();
        if (work != null && engine != null) {
            engine.runInPlace(work);
        }
    }

    private @Nullable Engine engine() {
        final ThreadletWork work = work();
        return work == null ? null : work.owner();
    }

    /**
     * Ends the future as soon as there is memory for it, and has each of its dependents told: an error of one of them
     * breaks off the telling of the others, who may wait for ever.
     *
     * @return whether it has ended so; false if something else was first
     */
    boolean settle(@Nullable T value, @Nullable Throwable failure, End end) {
        boolean settled = false;
        for (int tries = 0; ; tries++) {
            final boolean wasOpen = !isDone();
            try {
                return trySettle(value, failure, end) || settled;
            } catch (Throwable thrown) {
                if (isDone()) {
                    // not for want of memory, which may have let somebody else be first
                    settled |= wasOpen && end != End.CANCELLED && !(thrown instanceof OutOfMemoryError);
                    Uncaught.report(thrown); // that dependent is told no more, so this comes to an end
                } else if (thrown instanceof OutOfMemoryError) {
                    Patience.pause(tries);
                } else {
                    throw thrown;
                }
            }
        }
    }

    private boolean trySettle(@Nullable T value, @Nullable Throwable failure, End end) {
        if (end == End.CANCELLED) {
            return super.cancel(false);
        }
        if (failure == null || isDone()) { // then it only goes on telling, and needs no memory
            return super.complete(value);
        }
        return super.completeExceptionally(end == End.OUTCOME ? outcome(failure) : failure);
    }

    /** Bare, two kinds would read as a cancelled future, and as the cause of what the task threw. */
    private static Throwable outcome(Throwable failure) {
        if (failure instanceof DequeuedException) {
            return new CancellationException(failure.getMessage());
        }
        if (!(failure instanceof CancellationException || failure instanceof CompletionException)) {
            return failure;
        }
        try {
            return new CompletionException(failure);
        } catch (OutOfMemoryError noMemory) {
            throw noMemory;
        } catch (Throwable textThrows) { // that of the failure, which becomes a part of this one's
            return new CompletionException(failure.getClass().getName(), failure);
        }
    }

    /** Nobody wants the task's own outcome any more. As soon as there is memory for it, since the future has ended. */
    private void takeBack() {
        final ThreadletWork work = work();
        if (work == null) {
            return;
        }
        abandon(work);
        Patience.atLast(DEQUEUE, work);
    }

    private static DequeueResult dequeue(ThreadletWork work) {
        return work.queue().dequeue(work);
    }

    private static void abandon(ThreadletWork work) {
        try {
            work.abandoned();
        } catch (Throwable thrown) { // must not keep the work from being taken back
            Uncaught.report(thrown);
        }
    }
}

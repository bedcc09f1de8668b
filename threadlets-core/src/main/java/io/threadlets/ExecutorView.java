package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue in the shape of an {@code ExecutorService}. Bulk operations are made of the queue's own futures, so that what
 * they give up is taken off the queue.
 */
final class ExecutorView implements ExecutorService, AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final Function<List<ThreadletWork>, List<Runnable>> RUNNABLES = ExecutorView::runnables;

    private final ThreadletQueue queue;
    private final Engine engine;

    ExecutorView(ThreadletQueue queue, Engine engine) {
        this.queue = queue;
        this.engine = engine;
    }

    @Override
    public void execute(Runnable command) {
        engine.submitFresh(new RunnableWork(Objects.requireNonNull(command, "command")));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return queue.submit(task);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return queue.submit(task);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return queue.submit(new FutureWork.RunnableCall<>(task, result));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return invokeAll(tasks, FOREVER, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        final long deadline = deadline(timeout, unit);
        requireNoNull(tasks);
        final List<Future<T>> futures = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                final FutureWork<T> work = new FutureWork<>(task);
                futures.add(queue.futureOf(work));
                submit(work, () -> deadline - System.nanoTime());
            }
            for (Future<T> future : futures) {
                try {
                    future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (ExecutionException | CancellationException itsOwnAffair) { // the caller asks the future
                } catch (TimeoutException e) {
                    break;
                }
            }
            return futures;
        } finally {
            cancelAll(futures);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, FOREVER, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("'for ever' has passed", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        final long deadline = deadline(timeout, unit);
        requireNoNull(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task but was given none");
        }
        final FirstSuccess<T> race = new FirstSuccess<>(queue.name());
        try {
            for (Callable<T> task : tasks) {
                final FutureWork<T> work = new FutureWork<>(task);
                race.add(queue.futureOf(work));
                if (!submit(work, () -> race.hasSuccess() ? 0 : deadline - System.nanoTime())) {
                    break;
                }
            }
            return race.await(deadline);
        } finally {
            cancelAll(race.futures());
        }
    }

    @Override
    public void shutdown() {
        queue.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return Patience.atLast(RUNNABLES, queue.shutdownNow()); // they are taken, and nobody else has them
    }

    private static List<Runnable> runnables(List<ThreadletWork> works) {
        return works.stream().map(ThreadletWork::asRunnable).toList();
    }

    @Override
    public boolean isShutdown() {
        return queue.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return queue.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return queue.awaitTermination(Duration.ofNanos(unit.toNanos(timeout)));
    }

    @Override
    public void close() {
        queue.close();
    }

    @Override
    public String toString() {
        return "executor of " + queue;
    }

    /** The last first, so that none begins since an earlier one was interrupted. No effect on those that are done. */
    private static void cancelAll(List<? extends Future<?>> futures) {
        for (int i = futures.size() - 1; i >= 0; i--) {
            futures.get(i).cancel(true);
        }
    }

    /**
     * Submits a task, unless the patience of who waits for it ends before there is room for it.
     *
     * @return false if it was not submitted
     * @throws InterruptedException if interrupted while waiting for room
     */
    private boolean submit(FutureWork<?> work, LongSupplier patience) throws InterruptedException {
        if (patience.getAsLong() <= 0) {
            return false;
        }
        try {
            engine.submitFresh(work, patience);
            return true;
        } catch (CancellationException interrupted) {
            Thread.interrupted(); // said by the exception from here on
            throw (InterruptedException) new InterruptedException(interrupted.getMessage()).initCause(interrupted);
        } catch (ThreadletRejectedException full) {
            if (full.reason() == ThreadletRejectedException.Reason.FULL && patience.getAsLong() <= 0) {
                return false;
            }
            throw full;
        }
    }

    private static long deadline(long timeout, TimeUnit unit) {
        return System.nanoTime() + Math.max(0, Math.min(unit.toNanos(timeout), Long.MAX_VALUE / 2));
    }

    private static void requireNoNull(Collection<?> tasks) {
        for (Object task : tasks) {
            Objects.requireNonNull(task, "task");
        }
    }
}

package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** A queue in the shape of an {@code ExecutorService}. Bulk operations are the JDK's. */
final class ExecutorView extends AbstractExecutorService implements AutoCloseable {
    private final ThreadletQueue queue;

    ExecutorView(ThreadletQueue queue) {
        this.queue = queue;
    }

    @Override
    public void execute(Runnable command) {
        queue.submit(
                command instanceof BulkTask<?> task
                        ? task.work
                        : new RunnableWork(Objects.requireNonNull(command, "command")));
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return queue.submit(task);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return queue.submit(task);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return queue.submit(new FutureWork.RunnableCall<>(task, result));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new BulkTask<>(callable);
    }

    @Override
    public void shutdown() {
        queue.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return queue.shutdownNow().stream().map(ThreadletWork::asRunnable).toList();
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

    /** A task of {@code invokeAll}, which takes itself off the queue when it is cancelled. */
    private final class BulkTask<T> extends FutureTask<T> {
        private final ThreadletWork work = new RunnableWork(this);
        private final Callable<T> callable;

        BulkTask(Callable<T> callable) {
            super(callable);
            this.callable = callable;
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                queue.dequeue(work);
            }
        }

        /** What people are shown: the callable. */
        @Override
        public String toString() {
            return Descriptions.ofTask(callable);
        }
    }
}

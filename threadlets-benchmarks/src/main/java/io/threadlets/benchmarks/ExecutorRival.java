package io.threadlets.benchmarks;

import io.threadlets.OnFull;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A {@link ThreadPoolExecutor} with a {@link LinkedBlockingQueue} and as many core threads as threads. */
final class ExecutorRival implements Rival {
    private final ThreadPoolExecutor executor;

    private ExecutorRival(ThreadPoolExecutor executor) {
        this.executor = executor;
    }

    static Rival of(RivalShape shape) {
        return new ExecutorRival(new ThreadPoolExecutor(
                shape.threads(),
                shape.threads(),
                10,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(shape.capacity()),
                shape.kind() == ThreadKind.VIRTUAL ? shape.kind().factory() : shape.factory(),
                handler(shape.onFull())));
    }

    private static RejectedExecutionHandler handler(OnFull policy) {
        return switch (policy) {
            case REJECT -> new ThreadPoolExecutor.AbortPolicy();
            case CALLER_RUNS -> new ThreadPoolExecutor.CallerRunsPolicy();
            case BLOCK -> Peer::waitForThread;
        };
    }

    @Override
    public void start(Task task) {
        executor.execute(task);
    }

    @Override
    public Future<?> submit(Callable<?> task) {
        return executor.submit(task);
    }

    @Override
    public void prestart() {
        executor.prestartAllCoreThreads();
    }

    @Override
    public int threads() {
        return executor.getPoolSize();
    }

    @Override
    public boolean isIdle(int threads) {
        return executor.getPoolSize() == threads && executor.getActiveCount() == 0;
    }

    @Override
    public long numbers() {
        return executor.getPoolSize()
                + executor.getActiveCount()
                + executor.getQueue().size()
                + executor.getCompletedTaskCount()
                + executor.getLargestPoolSize();
    }

    /** It cannot be paused; but its threads can be told to leave when they are idle, and no longer than that. */
    @Override
    public void pause() {
        executor.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void shrink() {
        executor.setCorePoolSize(0);
        executor.setMaximumPoolSize(1);
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    @Override
    public void awaitTermination() {
        try {
            if (!executor.awaitTermination(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Not ended within 10 minutes: " + executor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of a pool.", e);
        }
    }
}

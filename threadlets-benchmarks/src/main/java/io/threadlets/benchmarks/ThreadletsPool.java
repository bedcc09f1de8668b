package io.threadlets.benchmarks;

import io.threadlets.DequeueResult;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.util.function.UnaryOperator;

/** Works submitted as works, which is the way without allocation. */
final class ThreadletsPool implements Pool {
    private final PoolThreads threads;
    private final ThreadletQueue queue;

    private ThreadletsPool(ThreadletQueue queue, PoolThreads threads) {
        this.queue = queue;
        this.threads = threads;
    }

    static Pool of(Shape shape) {
        return of(shape, UnaryOperator.identity());
    }

    static Pool of(Shape shape, UnaryOperator<ThreadletQueue.Builder> settings) {
        final PoolThreads threads = new PoolThreads();
        return new ThreadletsPool(settings.apply(builder(shape, threads)).build(), threads);
    }

    /** The same queue by way of its view as an executor service. */
    static Pool ofExecutor(Shape shape) {
        final PoolThreads threads = new PoolThreads();
        return new ExecutorPool(builder(shape, threads).build().executor(), threads);
    }

    private static ThreadletQueue.Builder builder(Shape shape, PoolThreads threads) {
        return ThreadletQueue.builder("benchmark")
                .minThreads(shape.minThreads())
                .maxThreads(shape.threads())
                .idleTimeout(shape.idleTimeout())
                .threadFactory(threads);
    }

    @Override
    public void start(Task task) {
        queue.submit((ThreadletWork) task);
    }

    @Override
    public boolean takeBack(Task task) {
        return queue.dequeue(task) == DequeueResult.DEQUEUED;
    }

    @Override
    public int threads() {
        return threads.alive();
    }

    @Override
    public boolean isQuiet() {
        return threads.areWaiting();
    }

    @Override
    public void close() {
        queue.close();
        threads.awaitEnd();
    }
}

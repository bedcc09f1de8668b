package io.threadlets.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** Any pool that is an executor service. */
final class ExecutorPool implements Pool {
    private final ExecutorService executor;
    private final PoolThreads threads;
    private final Predicate<Runnable> remover;

    ExecutorPool(ExecutorService executor, PoolThreads threads) {
        this(executor, threads, task -> {
            throw new UnsupportedOperationException("There is no benchmark of taking back from " + executor + ".");
        });
    }

    ExecutorPool(ExecutorService executor, PoolThreads threads, Predicate<Runnable> remover) {
        this.executor = executor;
        this.threads = threads;
        this.remover = remover;
    }

    @Override
    public void start(Task task) {
        executor.execute(task);
    }

    @Override
    public boolean takeBack(Task task) {
        return remover.test(task);
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
        executor.shutdown();
        threads.awaitEnd();
    }
}

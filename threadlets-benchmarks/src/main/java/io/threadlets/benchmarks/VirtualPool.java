package io.threadlets.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A virtual thread for each task, with a semaphore that lets so many run at once: what takes the place of a pool since
 * Java 21. The permit is the task's affair, so that a submission never waits.
 */
final class VirtualPool implements Pool {
    private static final int FIRST_VERSION = 21;

    private final ExecutorService executor = newExecutor();
    private final int limit;
    private final Semaphore permits;

    VirtualPool(Shape shape) {
        limit = shape.threads();
        permits = new Semaphore(limit);
    }

    static boolean isAvailable() {
        return Runtime.version().feature() >= FIRST_VERSION;
    }

    /** By name, since this is compiled for Java 17. */
    private static ExecutorService newExecutor() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Virtual threads need Java " + FIRST_VERSION + " but this is " + Runtime.version() + ".", e);
        }
    }

    @Override
    public void start(Task task) {
        executor.execute(() -> {
            permits.acquireUninterruptibly();
            try {
                task.run();
            } finally {
                permits.release();
            }
        });
    }

    @Override
    public int threads() {
        return limit - permits.availablePermits();
    }

    @Override
    public boolean isQuiet() {
        return permits.availablePermits() == limit;
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Virtual threads have not ended within 60 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for virtual threads to end.", e);
        }
    }
}

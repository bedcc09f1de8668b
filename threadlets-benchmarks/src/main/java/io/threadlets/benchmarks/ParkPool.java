package io.threadlets.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * No pool but the floor under all of them: one thread to which another hands one task at a time, by nothing but a
 * volatile field and an unpark.
 */
final class ParkPool implements Pool {
    private final PoolThreads threads = new PoolThreads();
    private final Thread thread = threads.newThread(this::work);

    /** Set by who starts, cleared by the thread. */
    private volatile @Nullable Task handed;

    private volatile boolean closed;

    ParkPool(Shape shape) {
        if (shape.threads() != 1) {
            throw new IllegalArgumentException("threads must be 1 but was " + shape.threads() + ".");
        }
        thread.start();
    }

    @Override
    public void start(Task task) {
        if (handed != null) {
            throw new IllegalStateException("The task before has not begun.");
        }
        handed = task;
        LockSupport.unpark(thread);
    }

    private void work() {
        while (true) {
            final Task task = handed;
            if (task != null) {
                handed = null;
                task.run();
            } else if (closed) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
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
        closed = true;
        LockSupport.unpark(thread);
        threads.awaitEnd();
    }
}

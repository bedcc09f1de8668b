package io.threadlets.jdbc;

import io.threadlets.spring.store.CallRunner;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue's threads, in the shape in which db-scheduler wants them. It may shut them down: that ends this and not the
 * queue. It never interrupts.
 *
 * <p>db-scheduler thinks that there are more threads than there are, and asks here how many rows it may take: as many
 * as could begin at once. So sizes that change, and other works on the queue's threads, count at once.
 */
final class TakenTasks extends AbstractExecutorService {
    private final CallRunner runner;
    private final Runnable wakeUp;

    /** Rows that may be taken, less those that were. */
    private final AtomicInteger left = new AtomicInteger();

    /**
     * Whether the look before the one that is being made took all rows that it could: then there may be more. Written
     * by the thread that looks.
     */
    private volatile boolean isMore;

    private final AtomicBoolean isShutdown = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isQuiet = lock.newCondition();

    // Guarded by the lock.
    private int running;

    /** @param wakeUp lets rows be taken sooner */
    TakenTasks(CallRunner runner, Runnable wakeUp) {
        this.runner = runner;
        this.wakeUp = wakeUp;
    }

    /** How many rows may be taken now. */
    int limit(int asked) {
        final int room = isShutdown() ? 0 : Math.min(asked, runner.room());
        if (room > 0) { // else nothing is looked for
            isMore = left.get() <= 0;
            left.set(room);
        }
        return room;
    }

    @Override
    public void execute(Runnable task) {
        left.decrementAndGet();
        count(1);
        runner.execute(() -> {
            try {
                task.run();
            } finally {
                count(-1);
            }
        });
    }

    private void count(int change) {
        lock.lock();
        try {
            running += change;
            if (running == 0) {
                isQuiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /**
     * There may be more rows, and half of the threads are free for them: for each thread a look of its own would cost
     * the database more. Also while a look is being made, so that the next one follows at once.
     */
    void freed() {
        if ((isMore || left.get() <= 0) && runner.room() >= running()) {
            wakeUp.run();
        }
    }

    @Override
    public void shutdown() {
        isShutdown.set(true);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutdown.get();
    }

    @Override
    public boolean isTerminated() {
        return isShutdown() && running() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        lock.lock();
        try {
            while (running > 0 && nanos > 0) {
                nanos = isQuiet.awaitNanos(nanos);
            }
            return running == 0;
        } finally {
            lock.unlock();
        }
    }
}

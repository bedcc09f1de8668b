package io.threadlets.spring.stored;

import io.threadlets.spring.ThreadletStoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many calls wait, for a queue whose number is bounded. Counted once a second at most, and what is sent here
 * meanwhile is added, so that it is a soft bound: what others send or take in between is not known.
 */
final class WaitingCount {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A queue that is full is not counted again with each call that it refuses. */
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final StoredQueue queue;
    private final AtomicLong added = new AtomicLong();

    // Guarded by this.
    private long countedAt = System.nanoTime() - FRESH_NANOS;
    private @Nullable ThreadletStoreException failure;
    private long failedAt;

    /** Written while this is held. */
    private volatile long counted;

    WaitingCount(StoredQueue queue) {
        this.queue = queue;
    }

    void add() {
        added.incrementAndGet();
    }

    long lastCount() {
        return counted;
    }

    /**
     * One counts at a time. Who had to wait for one that could not gets the same failure: to wait for the store one
     * after the other would take as many times as long.
     *
     * @throws ThreadletStoreException if it cannot be counted
     */
    boolean isFull() {
        final long asked = System.nanoTime();
        synchronized (this) {
            final ThreadletStoreException before = failure;
            if (before != null && failedAt - asked >= 0) {
                throw new ThreadletStoreException(
                        before.queue(), String.valueOf(before.getMessage()), before.getCause());
            }
            try {
                return count();
            } catch (ThreadletStoreException failed) {
                failure = failed;
                failedAt = System.nanoTime();
                throw failed;
            }
        }
    }

    private boolean count() {
        final int capacity = queue.settings().capacity();
        final long age = System.nanoTime() - countedAt;
        final long last = counted;
        if (last >= capacity ? age < FULL_NANOS : age < FRESH_NANOS && last + added.get() < capacity) {
            return last >= capacity;
        }
        added.set(0);
        final long now = queue.store().waiting(queue.targets(), capacity);
        counted = now;
        countedAt = System.nanoTime();
        return now >= capacity;
    }
}

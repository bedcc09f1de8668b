package io.threadlets.spring.stored;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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
    private long counted;
    private long countedAt = System.nanoTime() - FRESH_NANOS;

    WaitingCount(StoredQueue queue) {
        this.queue = queue;
    }

    void add() {
        added.incrementAndGet();
    }

    synchronized long lastCount() {
        return counted;
    }

    /** @throws io.threadlets.spring.ThreadletStoreException if it cannot be counted */
    synchronized boolean isFull() {
        final int capacity = queue.settings().capacity();
        final long age = System.nanoTime() - countedAt;
        if (counted >= capacity ? age < FULL_NANOS : age < FRESH_NANOS && counted + added.get() < capacity) {
            return counted >= capacity;
        }
        added.set(0);
        counted = queue.store().waiting(queue.targets(), capacity);
        countedAt = System.nanoTime();
        return counted >= capacity;
    }
}

package io.threadlets.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts ends down for one thread that waits for the last of them. Unlike a latch it is used again and again. */
final class Countdown {
    private final AtomicInteger left = new AtomicInteger();

    /** Published by the counter. */
    private @Nullable Thread waiter;

    /** Begins a round, which the calling thread is going to await. The one before must be over. */
    void reset(int count) {
        waiter = Thread.currentThread();
        left.set(count);
    }

    void down() {
        if (left.decrementAndGet() == 0) {
            LockSupport.unpark(waiter);
        }
    }

    void await() {
        while (left.get() > 0) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new IllegalStateException("Interrupted with " + left + " ends to come.");
            }
        }
    }
}

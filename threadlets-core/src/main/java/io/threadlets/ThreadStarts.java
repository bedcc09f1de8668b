package io.threadlets;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that were decided on and do not run yet. They are started in a chain: a thread that has been started
 * starts the next before anything else, so that nobody starts more than one; and two at a time, so that one slow start
 * does not hold up all. Who adds one, or is done with one, has to see whether another can begin: so nothing is left
 * behind.
 */
final class ThreadStarts {
    private static final int AT_ONCE = 2;
    private static final long PENDING_ONE = 1L << 32;

    /** How many have not begun, and below it how many have. */
    private final AtomicLong counts = new AtomicLong();

    /** How many threads are not there yet. */
    int count() {
        final long now = counts.get();
        return pending(now) + begun(now);
    }

    void add() {
        counts.addAndGet(PENDING_ONE);
    }

    /** Whether the caller is to start one now. */
    boolean begin() {
        while (true) {
            final long now = counts.get();
            if (pending(now) == 0 || begun(now) >= AT_ONCE) {
                return false;
            }
            if (counts.compareAndSet(now, now - PENDING_ONE + 1)) {
                return true;
            }
        }
    }

    /** Gives up those that have not begun; returns how many: {@link #end} is to be called for them too. */
    int giveUp() {
        final long before = counts.getAndUpdate(now -> pending(now) + begun(now));
        return pending(before);
    }

    /** Begun ones have succeeded or failed. */
    void end(int threads) {
        counts.addAndGet(-threads);
    }

    private static int pending(long counts) {
        return (int) (counts >>> 32);
    }

    private static int begun(long counts) {
        return (int) counts;
    }
}

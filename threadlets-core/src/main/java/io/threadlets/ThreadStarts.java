package io.threadlets;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that were decided on and have neither begun nor failed. Each is started by whoever decided on it, so that
 * no start waits for another one. Safe from any thread.
 */
final class ThreadStarts {
    private final AtomicInteger underway = new AtomicInteger();

    /** Those that are being made, or were started. Guarded by the lock, like their neighbours. */
    private @Nullable Start first;

    /** What a thread is given to run. Exactly one of the thread and whoever gives it up takes it. */
    abstract static class Start implements Runnable {
        private final AtomicBoolean taken = new AtomicBoolean();

        /** Set once it was started. */
        private volatile @Nullable Thread thread;

        private @Nullable Start before;
        private @Nullable Start after;

        abstract void begin();

        @Override
        public final void run() {
            if (take()) {
                begin();
            }
        }

        final boolean take() {
            return taken.compareAndSet(false, true);
        }

        final void started(Thread by) {
            thread = by;
        }

        /** Whether the thread has ended, and has not taken this. */
        final boolean isDead() {
            final Thread by = thread;
            return by != null && by.getState() == Thread.State.TERMINATED && !taken.get();
        }
    }

    /** How many threads are not there yet. */
    int underway() {
        return underway.get();
    }

    /** A thread was decided on. */
    void add() {
        underway.incrementAndGet();
    }

    /** It has begun, or failed. */
    void end() {
        underway.decrementAndGet();
    }

    synchronized void watch(Start start) {
        start.after = first;
        if (first != null) {
            first.before = start;
        }
        first = start;
    }

    @SuppressWarnings("ReferenceEquality") // starts have no other
    synchronized void forget(Start start) {
        if (start.before != null) {
            start.before.after = start.after;
        } else if (start == first) {
            first = start.after;
        }
        if (start.after != null) {
            start.after.before = start.before;
        }
        start.before = null;
        start.after = null;
    }

    synchronized boolean isWatching() {
        return first != null;
    }

    /** Some start whose thread has ended without having taken it, taken now; null if there is none. */
    synchronized @Nullable Start takeDead() {
        for (Start start = first; start != null; start = start.after) {
            if (start.isDead() && start.take()) {
                return start;
            }
        }
        return null;
    }

    synchronized boolean hasDead() {
        for (Start start = first; start != null; start = start.after) {
            if (start.isDead()) {
                return true;
            }
        }
        return false;
    }
}

package io.threadlets;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When threads may be started again after a start has failed: after a delay that doubles with each failure. A thread
 * that begins ends it. Safe from any thread.
 */
final class StartBackoff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Why the last start failed; null if it did not. Written under the lock, after the time. */
    private volatile @Nullable Throwable cause;

    private volatile long untilNanos;
    private long delayNanos;
    private boolean unreported;

    synchronized void failed(Throwable why) {
        final boolean first = cause == null;
        final long now = System.nanoTime();
        if (first || untilNanos - now <= 0) { // else it was begun before the last failure
            delayNanos = first ? FIRST_NANOS : Math.min(2 * delayNanos, MOST_NANOS);
            untilNanos = now + delayNanos;
        }
        unreported |= first;
        cause = why;
    }

    /** Whether starts have begun to fail, and nobody has said so yet. */
    synchronized boolean isToBeReported() {
        final boolean now = unreported;
        unreported = false;
        return now;
    }

    /** A thread has begun; says whether starts had failed before. */
    boolean succeeded() {
        if (cause == null) {
            return false;
        }
        synchronized (this) {
            final boolean failed = cause != null;
            cause = null;
            return failed;
        }
    }

    /** Why the last start failed, if no thread has begun since. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** Whether starts failed, and none may be tried yet. */
    boolean isBlocking() {
        return cause != null && untilNanos - System.nanoTime() > 0;
    }

    /** How long none may be tried yet. */
    long remainingNanos() {
        return Math.max(0, untilNanos - System.nanoTime());
    }
}

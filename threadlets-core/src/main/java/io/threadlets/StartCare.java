package io.threadlets;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to starts that went wrong, by itself: tries again when the back-off is over and works wait, and notices threads
 * that have ended before they took what they were given, as a factory's wrapper can make them.
 *
 * <p>The JDK's timer thread wakes it, and does nothing else; what may take long or call others is done by a thread of
 * its own, one at a time, which ends when nothing is left to do. Where even that cannot be had it is tried again later.
 */
final class StartCare {
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MOST_WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicState state;
    private final WorkerThreads threads;
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean helping = new AtomicBoolean();
    private final Runnable onRetry = this::retryIsDue;
    private final Runnable onWatch = this::watchIsDue;

    /** The works up to here have waited for a start that was tried again. Written by who has set {@link #helping}. */
    private long tried = Long.MIN_VALUE;

    /** Written by who has set {@link #watching}. */
    private long watchNanos = WATCH_NANOS;

    StartCare(AtomicState state, WorkerThreads threads) {
        this.state = state;
        this.threads = threads;
    }

    /**
     * To be called where works wait, or come to wait, after a start has failed. Where not even that can be scheduled, a
     * thread that lives tries again when it is done; if there is none, the caller stays until it can: nobody else would
     * see to works that were accepted.
     */
    void retryLater() {
        for (int tries = 0; isRetryWanted() && retrying.compareAndSet(false, true); tries++) {
            if (schedule(onRetry, state.backoff.remainingNanos(), retrying)
                    || !ControlWord.isDeserted(state.control.get())) {
                return;
            }
            Patience.pause(tries);
        }
    }

    private boolean isRetryWanted() {
        final long word = state.control.get();
        return state.backoff.cause() != null
                && ControlWord.queued(word) > 0
                && ControlWord.wantsThread(word, state.max, state.floor);
    }

    /** To be called when a thread was started that somebody else has made. */
    void watchLater() {
        if (watching.compareAndSet(false, true)) {
            watchNanos = WATCH_NANOS;
            schedule(onWatch, watchNanos, watching);
        }
    }

    /** To be called by a thread that has begun after others had failed: it has a work to look for. */
    void growSoon() {
        help();
    }

    private static boolean schedule(Runnable task, long nanos, AtomicBoolean scheduled) {
        try {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(task);
            return true;
        } catch (Throwable noMemory) {
            scheduled.set(false);
            return false;
        }
    }

    private void retryIsDue() {
        retrying.set(false);
        if (!help()) {
            retryLater();
        }
    }

    private void watchIsDue() {
        if (state.starts.hasDead()) {
            help();
        }
        if (state.starts.isWatching()) {
            watchNanos = Math.min(2 * watchNanos, MOST_WATCH_NANOS);
            schedule(onWatch, watchNanos, watching);
            return;
        }
        watching.set(false);
        if (state.starts.isWatching()) {
            watchLater();
        }
    }

    /** Has a thread of its own do what there is to do; false if there is none to be had. */
    private boolean help() {
        if (!helping.compareAndSet(false, true)) {
            return true; // whoever helps looks again
        }
        try {
            final Thread helper = new Thread(null, this::helpOut, state.config.name() + "-starter", 0, false);
            helper.setDaemon(true);
            helper.setContextClassLoader(null);
            helper.start();
            return true;
        } catch (Throwable cause) {
            helping.set(false);
            state.backoff.failed(cause);
            return false;
        }
    }

    private void helpOut() {
        try {
            buryDead();
            if (!state.backoff.isBlocking()) {
                tryAgain();
            }
        } finally {
            helping.set(false);
            retryLater();
        }
    }

    private void buryDead() {
        for (ThreadStarts.Start dead = state.starts.takeDead(); dead != null; dead = state.starts.takeDead()) {
            state.starts.forget(dead);
            final Throwable cause = new IllegalStateException(
                    "A thread of queue '" + state.config.name() + "' ended before it ran what its factory was given");
            threads.failed(cause);
            failTried(cause);
        }
    }

    private void tryAgain() {
        final boolean again = state.backoff.cause() != null;
        final long end = state.works.end();
        final Throwable cause = threads.growDespite();
        tried = again ? end : tried;
        if (cause != null) {
            failTried(cause);
        }
    }

    /** Works that waited before the last try, and have no thread after it, fail. */
    private void failTried(Throwable cause) {
        if (ControlWord.isDeserted(state.control.get())) {
            threads.failOrphans(tried, cause);
        }
    }
}

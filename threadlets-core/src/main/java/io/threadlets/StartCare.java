package io.threadlets;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to starts that went wrong, by itself: tries again when the back-off is over and works wait, and notices threads
 * that have ended before they took what they were given, as a factory's wrapper can make them.
 *
 * <p>That is done by a thread of its own, one at a time, which ends when nothing is left to do; so it has a stack of
 * its own, and whatever it calls holds up nobody else. Where it cannot be had, the JDK's timer tries again later, and
 * so does whoever uses the queue.
 */
final class StartCare {
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MOST_WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicState state;
    private final WorkerThreads threads;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean helping = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();

    // Made with the queue: where they are needed there may be no memory to link them.
    private final Runnable onHelp = this::helpOut;
    private final Runnable onHelpDue = this::helpIsDue;
    private final Runnable onWatchDue = this::watchIsDue;
    private final Executor here = Runnable::run;
    private final String threadName;

    /** Whether there is something to do beside what can be seen. Cleared by who helps, before it looks. */
    private volatile boolean asked;

    /** A failure that is to be logged. */
    private volatile @Nullable Throwable unreported;

    /** The works up to here have waited for a start that was tried again. A hint that who helps writes. */
    private long tried = Long.MIN_VALUE;

    /** Written by who has set {@link #watching}. */
    private long watchNanos = WATCH_NANOS;

    StartCare(AtomicState state, WorkerThreads threads) {
        this.state = state;
        this.threads = threads;
        this.threadName = state.config.name() + "-starter";
    }

    // ---- for others ----

    /** To be called where works wait, or come to wait, after a start has failed. */
    void retryLater() {
        if (isRetryWanted()) {
            help();
        }
    }

    private boolean isRetryWanted() {
        final long word = state.control.get();
        return state.backoff.cause() != null
                && ControlWord.queued(word) > 0
                && ControlWord.wantsThread(word, state.max, state.floor);
    }

    /** To be called by a thread that has begun after others had failed: it has a work to look for itself. */
    void growSoon() {
        asked = true;
        help();
    }

    /** Logs, from a stack that has room for it. */
    void report(Throwable cause) {
        unreported = cause;
        asked = true;
        help();
    }

    /** To be called when a thread was started that somebody else has made. */
    void watchLater() {
        if (watching.compareAndSet(false, true)) {
            watchNanos = WATCH_NANOS;
            schedule(onWatchDue, watchNanos, watching);
        }
    }

    /** A thread of the library's own; throws what the JVM throws. */
    void startThread(Runnable body) {
        OwnThreads.start(body, threadName);
    }

    // ---- when ----

    private boolean schedule(Runnable task, long nanos, AtomicBoolean flag) {
        try {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, here).execute(task);
            return true;
        } catch (Throwable noMemory) {
            flag.set(false);
            return false;
        }
    }

    private void helpIsDue() {
        scheduled.set(false);
        help();
    }

    private void watchIsDue() {
        if (state.starts.hasDead()) {
            help();
        }
        if (state.starts.isWatching()) {
            watchNanos = Math.min(2 * watchNanos, MOST_WATCH_NANOS);
            schedule(onWatchDue, watchNanos, watching);
            return;
        }
        watching.set(false);
        if (state.starts.isWatching()) {
            watchLater();
        }
    }

    // ---- what ----

    /** Has a thread of its own do what there is to do, if none does. */
    private void help() {
        if (!helping.compareAndSet(false, true)) {
            return; // whoever helps looks again
        }
        try {
            startThread(onHelp);
        } catch (Throwable cause) {
            helping.set(false);
            state.backoff.failed(cause);
            helpLater();
        }
    }

    /**
     * Where not even that can be scheduled, a thread that lives tries again when it is done; if there is none, the
     * caller stays until it can: nobody else would see to works that were accepted.
     */
    private void helpLater() {
        for (int tries = 0; scheduled.compareAndSet(false, true); tries++) {
            if (schedule(onHelpDue, Math.max(state.backoff.remainingNanos(), WATCH_NANOS), scheduled)
                    || !isRetryWanted()
                    || !ControlWord.isDeserted(state.control.get())) {
                return;
            }
            Patience.pause(tries);
        }
    }

    private void helpOut() {
        boolean orphaned = false;
        try {
            do {
                asked = false;
                log();
                orphaned = buryDead() || awaitAndTryAgain();
            } while (!orphaned && (asked || isRetryWanted()));
        } finally {
            helping.set(false);
            if (asked || state.starts.hasDead()) {
                help();
            }
            retryLater();
        }
        if (orphaned) {
            failOrphans(); // as they call others, while somebody else may help
        }
    }

    private void log() {
        final Throwable cause = unreported;
        unreported = null;
        if (cause == null) {
            return;
        }
        try {
            final Logger log = System.getLogger("io.threadlets");
            log.log(
                    Level.WARNING,
                    "Queue '" + state.config.name() + "': a thread could not be started; tried again after 1 ms to 1 s"
                            + " as long as works wait; not logged again until one starts",
                    cause);
        } catch (Throwable ignored) { // a logger that fails must not keep threads from being started
        }
    }

    /** Says whether works that had waited for another try have no thread. */
    private boolean buryDead() {
        boolean buried = false;
        while (state.starts.hasDead()) {
            final Throwable cause = new IllegalStateException("A thread of queue '" + state.config.name()
                    + "' ended before it ran what its factory was given"); // before there is something to undo
            final ThreadStarts.Start dead = state.starts.takeDead();
            if (dead != null) {
                state.starts.forget(dead);
                threads.failed(cause);
                buried = true;
            }
        }
        return buried && isOrphaned();
    }

    private boolean awaitAndTryAgain() {
        while (state.backoff.isBlocking() && isRetryWanted()) {
            LockSupport.parkNanos(this, state.backoff.remainingNanos());
        }
        if (state.backoff.isBlocking()) {
            return false;
        }
        final boolean again = state.backoff.cause() != null;
        final long end = state.works.end();
        final Throwable cause = threads.growDespite();
        tried = again ? end : tried;
        return cause != null && isOrphaned();
    }

    private boolean isOrphaned() {
        final long word = state.control.get();
        return ControlWord.isDeserted(word) && ControlWord.queued(word) > 0 && state.works.begin() < tried;
    }

    /** Works that waited before the last try, and have no thread after it, fail. */
    private void failOrphans() {
        final Throwable cause = state.backoff.cause();
        if (cause != null && failing.compareAndSet(false, true)) {
            try {
                threads.failOrphans(tried, cause);
            } finally {
                failing.set(false);
            }
        }
        retryLater();
    }
}

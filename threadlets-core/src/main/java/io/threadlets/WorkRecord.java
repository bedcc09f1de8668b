package io.threadlets;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Measures one submission for the JDK's flight recorder. It goes along in the place of the home executor, and hands on
 * to that: so works that nobody records cost nothing. Used by one thread after another.
 *
 * <p>The wait and the run are timed one after the other, so that the recorder compares each of them with its threshold;
 * one of them at most is committed. Whether the wait reached the threshold is decided when the work begins; if it did
 * not, as is usual, its event is used again for the run. What the recorder cannot do, for want of memory say, harms no
 * work.
 */
final class WorkRecord implements Executor {
    private final @Nullable Executor home;
    private final WorkEvent wait = new WorkEvent();
    private final long submittedNanos;
    private final boolean wasSeenSubmitted;
    private long startedNanos;

    /** Set when the work begins; then the same as {@link #wait} unless that has reached the threshold. */
    private @Nullable WorkEvent run;

    /** @param submitted whether the work is submitted just now; else it begins */
    WorkRecord(@Nullable Executor home, boolean submitted) {
        this.home = home;
        wasSeenSubmitted = submitted;
        submittedNanos = System.nanoTime();
        if (submitted) {
            wait.begin();
        }
    }

    @Override
    public void execute(Runnable completion) {
        if (home == null) {
            completion.run();
        } else {
            home.execute(completion);
        }
    }

    void started() {
        startedNanos = System.nanoTime();
        if (wasSeenSubmitted) {
            wait.end();
        }
        run = wasSeenSubmitted && wait.shouldCommit() ? another() : wait;
        if (run != null) {
            run.begin();
        }
    }

    private static @Nullable WorkEvent another() {
        try {
            return new WorkEvent();
        } catch (OutOfMemoryError noMemory) { // costs the duration of the event, and not the work
            return null;
        }
    }

    void ended(String queue, ThreadletWork work, ThreadletWork.State outcome) {
        final boolean began = startedNanos != 0;
        final WorkEvent last = began ? run : wait;
        if (last != null) {
            last.end();
        }
        final WorkEvent event = last != null && last.shouldCommit() ? last : wait;
        if (!event.shouldCommit() || queue.equals(QueueConfig.REHEARSAL)) {
            return;
        }
        final long now = System.nanoTime();
        event.queue = queue;
        event.work = Descriptions.of(work);
        event.waited = wasSeenSubmitted ? (began ? startedNanos : now) - submittedNanos : -1;
        event.ran = began ? now - startedNanos : 0;
        event.outcome = outcome.name();
        event.thread = Thread.currentThread();
        event.commit();
    }
}

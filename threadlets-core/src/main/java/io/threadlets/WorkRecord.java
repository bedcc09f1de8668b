package io.threadlets;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Measures one submission for the JDK's flight recorder. It goes along in the place of the home executor, and hands on
 * to that: so works that nobody records cost nothing. Used by one thread after another.
 *
 * <p>Two events are timed, the wait and the run, so that the recorder compares each of them with its threshold; one of
 * them at most is committed. What the recorder cannot do, for want of memory say, harms no work.
 */
final class WorkRecord implements Executor {
    private final @Nullable Executor home;
    private final WorkEvent wait = new WorkEvent();
    private final WorkEvent run = new WorkEvent();
    private final long submittedNanos;
    private final boolean wasSeenSubmitted;
    private long startedNanos;

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
        run.begin();
    }

    void ended(String queue, ThreadletWork work, ThreadletWork.State outcome) {
        final long now = System.nanoTime();
        final boolean began = startedNanos != 0;
        if (began) {
            run.end();
        } else {
            wait.end();
        }
        final boolean isLong = began && run.shouldCommit();
        final WorkEvent event = isLong ? run : wait;
        if (!event.shouldCommit() || (!wasSeenSubmitted && !isLong) || queue.equals(QueueConfig.REHEARSAL)) {
            return;
        }
        event.queue = queue;
        event.work = Descriptions.of(work);
        event.waited = wasSeenSubmitted ? (began ? startedNanos : now) - submittedNanos : -1;
        event.ran = began ? now - startedNanos : 0;
        event.outcome = outcome.name();
        event.thread = Thread.currentThread();
        event.commit();
    }
}

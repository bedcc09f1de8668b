package io.threadlets;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue's listeners, guarded: what one throws is reported, and the others are called all the same. Allocates nothing,
 * since it is called between a decision and what follows from it: so events are constants.
 */
final class Listeners {
    @FunctionalInterface
    private interface Event<S> {
        void tell(ThreadletListener listener, S subject, long nanos, long load, @Nullable Throwable failure);
    }

    private static final Event<ThreadletWork> SUBMITTED =
            (who, work, nanos, load, failure) -> who.submitted(work, (int) (load >> Integer.SIZE), (int) load, nanos);
    private static final Event<ThreadletWork> BLOCKED = (who, work, nanos, load, failure) -> who.blocked(work, nanos);
    private static final Event<ThreadletWork> STARTED = (who, work, nanos, load, failure) -> who.started(work, nanos);
    private static final Event<ThreadletWork> FINISHED =
            (who, work, nanos, load, failure) -> who.finished(work, nanos, failure);
    private static final Event<ThreadletWork> DEQUEUED = (who, work, nanos, load, failure) -> who.dequeued(work, nanos);
    private static final Event<ThreadletWork> REJECTED = (who, work, nanos, load, failure) ->
            who.rejected(work, (ThreadletRejectedException) Objects.requireNonNull(failure));
    private static final Event<Thread> THREAD_STARTED =
            (who, thread, nanos, load, failure) -> who.threadStarted(thread);
    private static final Event<Thread> THREAD_STOPPED =
            (who, thread, nanos, load, failure) -> who.threadStopped(thread);

    private final ThreadletListener[] listeners;

    Listeners(List<ThreadletListener> listeners) {
        this.listeners = listeners.toArray(new ThreadletListener[0]);
    }

    boolean isEmpty() {
        return listeners.length == 0;
    }

    void submitted(ThreadletWork work, int busy, int queued, long nanoTime) {
        tell(SUBMITTED, work, nanoTime, ((long) busy << Integer.SIZE) | queued, null);
    }

    void blocked(ThreadletWork work, long blockedNanos) {
        tell(BLOCKED, work, blockedNanos, 0, null);
    }

    void started(ThreadletWork work, long waitedNanos) {
        work.watch();
        tell(STARTED, work, waitedNanos, 0, null);
    }

    void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
        tell(FINISHED, work, ranNanos, 0, failure);
    }

    void dequeued(ThreadletWork work, long waitedNanos) {
        tell(DEQUEUED, work, waitedNanos, 0, null);
    }

    void rejected(ThreadletWork work, ThreadletRejectedException why) {
        tell(REJECTED, work, 0, 0, why);
    }

    void threadStarted(Thread thread) {
        tell(THREAD_STARTED, thread, 0, 0, null);
    }

    void threadStopped(Thread thread) {
        tell(THREAD_STOPPED, thread, 0, 0, null);
    }

    private <S> void tell(Event<S> event, S subject, long nanos, long load, @Nullable Throwable failure) {
        for (ThreadletListener listener : listeners) {
            try {
                event.tell(listener, subject, nanos, load, failure);
            } catch (Throwable thrown) {
                Uncaught.report(thrown);
            }
        }
    }
}

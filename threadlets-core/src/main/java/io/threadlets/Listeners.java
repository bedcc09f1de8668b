package io.threadlets;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue's listeners, guarded: what one throws is reported, and the others are called all the same. */
final class Listeners {
    private final ThreadletListener[] listeners;

    Listeners(List<ThreadletListener> listeners) {
        this.listeners = listeners.toArray(new ThreadletListener[0]);
    }

    boolean isEmpty() {
        return listeners.length == 0;
    }

    void submitted(ThreadletWork work) {
        tell(listener -> listener.submitted(work));
    }

    void started(ThreadletWork work, long waitedNanos) {
        tell(listener -> listener.started(work, waitedNanos));
    }

    void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
        tell(listener -> listener.finished(work, ranNanos, failure));
    }

    void dequeued(ThreadletWork work, long waitedNanos) {
        tell(listener -> listener.dequeued(work, waitedNanos));
    }

    void rejected(ThreadletWork work, ThreadletRejectedException why) {
        tell(listener -> listener.rejected(work, why));
    }

    void threadStarted(Thread thread) {
        tell(listener -> listener.threadStarted(thread));
    }

    void threadStopped(Thread thread) {
        tell(listener -> listener.threadStopped(thread));
    }

    private void tell(Consumer<ThreadletListener> event) {
        for (ThreadletListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable thrown) {
                Uncaught.report(thrown);
            }
        }
    }
}

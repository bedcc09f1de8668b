package io.threadlets.spring.inspect;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.queue.QueueLoad;
import java.util.Locale;

/** What a queue does, in one word. */
public enum QueueState {
    /** Works are run as they come. */
    RUNNING,
    /** Works wait, each thread is busy, and no more may be started. */
    SATURATED,
    /** Nothing is started until somebody resumes the queue. */
    PAUSED,
    /** Accepts nothing more, and finishes what it has. */
    CLOSING,
    /** Has ended. */
    CLOSED;

    /**
     * What a queue does.
     *
     * @param queue the queue
     * @param now its numbers
     * @return the word for it
     */
    public static QueueState of(ThreadletQueue queue, QueueSnapshot now) {
        if (queue.isTerminated()) {
            return CLOSED;
        }
        if (queue.isShutdown()) {
            return CLOSING;
        }
        if (now.paused()) {
            return PAUSED;
        }
        return QueueLoad.isSaturated(now) ? SATURATED : RUNNING;
    }

    /** The state as JSON and text have it, in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

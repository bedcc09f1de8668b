package io.threadlets;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A queue did not accept a work. The work is in the state that it had before, and may be submitted again. The message
 * gives the queue, its numbers and what to change.
 */
public class ThreadletRejectedException extends RejectedExecutionException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String queue;

    @SuppressWarnings("serial") // null after deserialization: the numbers are also in the message
    private final transient QueueSnapshot snapshot;

    /** Why a work was not accepted. */
    public enum Reason {
        /** There was neither a thread nor room for it. */
        FULL,
        /** The queue was shut down. */
        SHUTDOWN,
        /** The queue had no thread and could not start one; the cause says why. */
        NO_THREAD
    }

    ThreadletRejectedException(String message, Reason reason, QueueSnapshot snapshot, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.queue = snapshot.name();
        this.snapshot = snapshot;
    }

    /**
     * The queue's name.
     *
     * @return the name
     */
    public final String queue() {
        return queue;
    }

    /**
     * Why the work was not accepted.
     *
     * @return the reason
     */
    public final Reason reason() {
        return reason;
    }

    /**
     * The queue's numbers when it refused.
     *
     * @return the numbers; null in an exception that was deserialized
     */
    public final QueueSnapshot snapshot() {
        return snapshot;
    }
}

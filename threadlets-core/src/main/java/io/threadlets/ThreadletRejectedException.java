package io.threadlets;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A queue did not accept a work. The work is in the state that it had before, and may be submitted again. The message
 * gives the queue, its numbers and what to change.
 */
public class ThreadletRejectedException extends RejectedExecutionException {
    private static final long serialVersionUID = 1L;

    /** Why the work was not accepted. */
    private final Reason reason;

    /** The queue's numbers when it refused. */
    private final QueueSnapshot snapshot;

    /** Why a work was not accepted. */
    public enum Reason {
        /** There was neither a thread nor room for it. */
        FULL,
        /** The queue was shut down. */
        SHUTDOWN,
        /**
         * The queue could not start a thread, and had none, or no room to wait for those it has; the cause says why.
         */
        NO_THREAD
    }

    ThreadletRejectedException(String message, Reason reason, QueueSnapshot snapshot, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.snapshot = snapshot;
    }

    /** {@return the queue's name} */
    public final String queue() {
        return snapshot.name();
    }

    /** {@return why the work was not accepted} */
    public final Reason reason() {
        return reason;
    }

    /** {@return the queue's numbers when it refused} */
    public final QueueSnapshot snapshot() {
        return snapshot;
    }
}

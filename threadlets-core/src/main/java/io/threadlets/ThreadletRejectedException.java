package io.threadlets;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Objects;
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

    /** What the message is made of when it is first read; null then, and where it was given. */
    private transient volatile @Nullable Refusal refusal;

    /** The message, once it was read. */
    private volatile @Nullable String message;

    /** Why a work was not accepted. */
    public enum Reason {
        /** There was neither a thread nor room for it. */
        FULL,
        /** The queue was shut down. */
        SHUTDOWN,
        /**
         * The queue could not start a thread, now or a moment ago, and had none, or no room to wait for those it has;
         * the cause says why. The start is tried again as long as works wait; one that waits ends FAILED if the next
         * start fails too and there is no thread.
         */
        NO_THREAD
    }

    /**
     * A rejection with a message of one's own.
     *
     * @param message which queue, which numbers, which rule, and what to change
     * @param reason why the work was not accepted
     * @param snapshot the queue's numbers when it refused
     * @param cause why no thread could be started, or null
     */
    public ThreadletRejectedException(
            String message, Reason reason, QueueSnapshot snapshot, @Nullable Throwable cause) {
        super(null, cause);
        this.message = Objects.requireNonNull(message, "message");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    }

    ThreadletRejectedException(Refusal refusal) {
        super(null, refusal.cause());
        this.refusal = refusal;
        this.reason = refusal.reason();
        this.snapshot = refusal.now();
    }

    /**
     * The message. Made when it is first read, so that a rejection stays cheap: the numbers are those of the rejection,
     * the longest running work is looked for now.
     */
    @Override
    public @Nullable String getMessage() {
        final Refusal unread = refusal;
        if (unread != null) {
            message = unread.message();
            refusal = null;
        }
        return message;
    }

    /**
     * Writes the message as well.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        message = getMessage(); // what it is made of stays here
        out.defaultWriteObject();
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

package io.threadlets.spring;

import org.jspecify.annotations.Nullable;

/**
 * The store of a queue could not do what it was asked to: it cannot be reached, or it failed. A call whose sending
 * throws this may have been stored all the same, if the connection was lost while its end was awaited.
 */
public final class ThreadletStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The queue's name. */
    private final String queue;

    /**
     * A failure of one queue's store.
     *
     * @param queue the queue's name
     * @param message what was to be done, and what to look at
     * @param cause what the store says; null if it says nothing
     */
    public ThreadletStoreException(String queue, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.queue = queue;
    }

    /**
     * The queue whose store failed.
     *
     * @return its name
     */
    public String queue() {
        return queue;
    }
}

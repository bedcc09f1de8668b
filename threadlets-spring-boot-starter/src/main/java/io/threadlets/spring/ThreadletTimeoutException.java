package io.threadlets.spring;

import java.util.concurrent.TimeoutException;

/**
 * A {@link Threadlet} call took longer than its {@code timeout}, or waited longer than its queue's
 * {@code queue-timeout}. The cause's stack trace is that of the thread that ran the call, as it stood then; of a call
 * that no thread had taken it is empty.
 */
public final class ThreadletTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The queue's name. */
    private final String queue;

    /**
     * A timeout of one call.
     *
     * @param queue the queue's name
     * @param message which call, how long, where it stood, and what to change
     * @param cause where the thread stood
     */
    public ThreadletTimeoutException(String queue, String message, TimeoutException cause) {
        super(message, cause);
        this.queue = queue;
    }

    /**
     * The queue of the call.
     *
     * @return its name
     */
    public String queue() {
        return queue;
    }
}

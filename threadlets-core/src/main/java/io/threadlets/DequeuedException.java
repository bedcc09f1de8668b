package io.threadlets;

import java.util.concurrent.CancellationException;

/** What {@link ThreadletWork#completed} is given of a dequeued work. Has no stack, so that taking back stays cheap. */
final class DequeuedException extends CancellationException {
    private static final long serialVersionUID = 1L;

    private final boolean returned;

    /** With whether the work is being returned to somebody who may still run it. */
    DequeuedException(String message, boolean returned) {
        super(message);
        this.returned = returned;
    }

    boolean isReturned() {
        return returned;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

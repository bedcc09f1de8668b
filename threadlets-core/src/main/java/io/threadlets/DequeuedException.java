package io.threadlets;

import java.util.concurrent.CancellationException;

/** What {@link ThreadletWork#completed} is given of a dequeued work. Has no stack, so that taking back stays cheap. */
final class DequeuedException extends CancellationException {
    private static final long serialVersionUID = 1L;

    DequeuedException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

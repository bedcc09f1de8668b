package io.threadlets.spring.stored;

import org.jspecify.annotations.Nullable;

/** What was stored for a call is not what its method takes, as after a change of the method. */
final class UnreadableArgumentsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableArgumentsException(StoredTarget target, String why, @Nullable Throwable cause) {
        super(
                "Queue '" + target.queue() + "': the stored arguments of " + target.label() + " cannot be read: " + why,
                cause);
    }
}

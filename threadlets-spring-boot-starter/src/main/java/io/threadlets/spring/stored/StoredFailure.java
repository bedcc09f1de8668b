package io.threadlets.spring.stored;

import org.jspecify.annotations.Nullable;

/** What is written down of a failure. */
final class StoredFailure {
    private static final int LONGEST = 1_000;

    private StoredFailure() {}

    /** As "java.net.SocketTimeoutException: Read timed out". */
    static String text(Throwable failure) {
        final String type = failure.getClass().getName();
        final String message = message(failure);
        // PostgreSQL keeps no text with this character.
        final String text = message == null ? type : type + ": " + message.replace('\0', ' ');
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /** An exception that an application has written may fail to say it. */
    private static @Nullable String message(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (RuntimeException broken) {
            return null;
        }
    }
}

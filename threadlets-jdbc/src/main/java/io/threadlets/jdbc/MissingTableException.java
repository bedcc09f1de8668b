package io.threadlets.jdbc;

/** The database can be reached, and has not the table that a queue needs. */
final class MissingTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingTableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.threadlets.jdbc;

/** A database that the store cannot use, whatever happens later. */
final class UnsupportedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedDatabaseException(String message) {
        super(message);
    }
}

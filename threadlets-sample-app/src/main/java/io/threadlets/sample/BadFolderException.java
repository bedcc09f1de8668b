package io.threadlets.sample;

/** A folder that cannot be scanned; the message is for the person who asked. */
final class BadFolderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadFolderException(String message) {
        super(message);
    }
}

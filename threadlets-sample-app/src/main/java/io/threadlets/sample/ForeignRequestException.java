package io.threadlets.sample;

/** A request that another site has a browser send; the message is for the person who configures the application. */
final class ForeignRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForeignRequestException(String message) {
        super(message);
    }
}

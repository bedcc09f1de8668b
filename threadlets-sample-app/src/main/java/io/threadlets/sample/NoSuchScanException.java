package io.threadlets.sample;

final class NoSuchScanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchScanException(Object id) {
        super("There is no scan " + id + ".");
    }
}

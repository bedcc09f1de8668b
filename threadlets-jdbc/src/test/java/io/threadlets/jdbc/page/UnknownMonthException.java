package io.threadlets.jdbc.page;

/** Trying again is of no use. */
class UnknownMonthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownMonthException(String month) {
        super(month);
    }
}

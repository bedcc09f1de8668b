package io.threadlets.sample;

/** Another instance runs the scan by now: this one was taken for dead. */
final class SupersededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SupersededException(long id) {
        super("another instance runs scan " + id + " by now");
    }
}

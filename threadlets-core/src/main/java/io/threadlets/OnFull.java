package io.threadlets;

/** What a submission to a queue does that has neither a thread nor room for the work. */
public enum OnFull {
    /** The submission throws a {@link ThreadletRejectedException}. */
    REJECT,

    /**
     * The submitting thread runs the work itself, before the submission returns. Such a work overtakes those that wait,
     * and runs beside the queue's own threads, also where the queue has a single one.
     *
     * <p>A work that such a work submits in its turn, and that the same thread would have to run, is put off: it is
     * QUEUED, does not count against the capacity, can be dequeued and waited for, and is run by that thread before its
     * outermost submission returns, first in, first out. So a chain of works needs no stack.
     */
    CALLER_RUNS,

    /**
     * The submitting thread waits for room. It is rejected when the queue is shut down, and gets a
     * {@link java.util.concurrent.CancellationException} when it is interrupted. Those that wait are let in by the
     * order of arrival; one that comes later may be faster, until the first of them has been woken in vain.
     *
     * <p>A thread of the queue itself, or one that runs a work of it, does not wait, since it might wait for itself: it
     * runs the work as with {@link #CALLER_RUNS}.
     */
    BLOCK
}

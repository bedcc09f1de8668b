package io.threadlets;

/** What a submission to a queue does that has neither a thread nor room for the work. */
public enum OnFull {
    /** The submission throws a {@link ThreadletRejectedException}. */
    REJECT,

    /**
     * The submitting thread runs the work itself, before the submission returns. Such a work overtakes those that wait,
     * and runs beside the queue's own threads, also where the queue has a single one.
     *
     * <p>If that work submits another one, and the same thread would have to run that too, the second one is deferred:
     * it is QUEUED, does not count against the capacity, can be dequeued and waited for, and is run by that thread
     * before its outermost submission returns, first in, first out. So a chain of works does not overflow the stack.
     */
    CALLER_RUNS,

    /**
     * The submitting thread waits for room. It is rejected when the queue is shut down, and gets a
     * {@link java.util.concurrent.CancellationException} when it is interrupted. Those that wait are let in in the
     * order of arrival. A later one may overtake the first, until that has been woken once and found no room.
     *
     * <p>A thread of the queue itself, or one that runs a work of it, does not wait, since it might wait for itself: it
     * runs the work as with {@link #CALLER_RUNS}.
     */
    BLOCK
}

package io.threadlets;

/** What a submission to a queue does that has neither a thread nor room for the work. */
public enum OnFull {
    /** The submission throws a {@link ThreadletRejectedException}. */
    REJECT,

    /**
     * The submitting thread runs the work itself, before the submission returns. Such a work overtakes those that wait,
     * and runs beside the queue's own threads, also where the queue has a single one.
     */
    CALLER_RUNS,

    /**
     * The submitting thread waits for room, in the order of arrival. It is rejected when the queue is shut down, and
     * gets a {@link java.util.concurrent.CancellationException} when it is interrupted. A work that submits to its own
     * queue can wait for ever here, if all the queue's threads do the same.
     */
    BLOCK
}

package io.threadlets;

/** What {@link ThreadletQueue#dequeue} found. */
public enum DequeueResult {
    /** The work waited and was taken off the queue; no thread will run this submission. */
    DEQUEUED,

    /** A thread runs the work, or has just taken it; it goes on undisturbed. */
    RUNNING,

    /** The work's last submission was to this queue and has ended, in whatever way. */
    FINISHED,

    /** The work was never submitted, or last to another queue, or is just being submitted. */
    NOT_QUEUED
}

package io.threadlets.spring.advice;

/** How soon somebody should do something, the soonest first; the cause of a trouble before the trouble. */
public enum Urgency {
    /** Nothing but a cancel or a restart ends it. */
    DEADLOCK,
    /** The queue is gone. */
    ENDED,
    /** Works stand, and it is known what they wait for. */
    CAUSE,
    /** Works stand that wait for others which stand. */
    BEHIND,
    /** Somebody has said that nothing is to start, and works wait. */
    PAUSED,
    /** Works are refused, or will be. */
    REFUSING,
    /** Works stand, and it is known where. */
    STANDING,
    /** Works wait since all threads are busy. */
    SATURATED,
    /** It looks as if there were trouble to come. */
    SUSPICION,
    /** Things that could be better. */
    HINT
}

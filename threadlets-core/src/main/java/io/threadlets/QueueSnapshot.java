package io.threadlets;

import java.io.Serializable;

/**
 * What a queue looks like at one moment. {@code cur}, {@code idle} and {@code queued} come from one atomic reading.
 *
 * @param name the queue's name
 * @param minThreads the threads that stay once started, as configured now, also while the queue is paused
 * @param maxThreads the most threads at once, as configured now, also while the queue is paused
 * @param cur the queue's threads, from the decision to start one until the decision that it leaves
 * @param idle those of them that are not claimed for a work
 * @param queued works accepted that no thread has been claimed for
 * @param capacity how many works may be queued; {@code Integer.MAX_VALUE} where there is no bound
 * @param paused whether the queue is paused
 * @param largest the most threads that there were at once
 * @param submitted works accepted since the queue was built, those run by their caller included; one that is refused
 *     after all, since no thread could be started for it, may be among them for a moment
 * @param succeeded works that ended well
 * @param failed works that threw, or for which no thread could be started
 * @param dequeued works taken back before they began
 * @param rejected submissions that were not accepted
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // javadoc wants comments on a serialized record's fields, which cannot carry any
public record QueueSnapshot(
        String name,
        int minThreads,
        int maxThreads,
        int cur,
        int idle,
        int queued,
        int capacity,
        boolean paused,
        int largest,
        long submitted,
        long succeeded,
        long failed,
        long dequeued,
        long rejected)
        implements Serializable {}

package io.threadlets.spring.actuate;

/**
 * All that there is to see of a queue, as its three addresses have it.
 *
 * @param queue its numbers, and what it was set to
 * @param running what runs
 * @param queued what waits
 */
public record OpenQueueDescriptor(QueueDescriptor queue, RunningDescriptor running, QueuedDescriptor queued) {}

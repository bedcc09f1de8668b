package io.threadlets.spring;

import io.threadlets.ThreadletQueue;
import java.util.Set;

/**
 * The queues of an application context: those of {@code threadlets.queues.*}, the queue {@code global}, and the
 * {@link ThreadletQueue} beans that the application defines itself. Safe from any thread.
 */
public interface ThreadletQueues extends Iterable<ThreadletQueue> {
    /**
     * The queue of a name.
     *
     * @param name the name, as the queue itself gives it
     * @return the queue
     * @throws IllegalArgumentException if there is none; the message lists the names that there are
     */
    ThreadletQueue get(String name);

    /**
     * The names of all queues.
     *
     * @return the names, in the order in which they were configured
     */
    Set<String> names();

    /**
     * The stored calls of a queue that has a store.
     *
     * @param name the queue's name
     * @return its calls
     * @throws IllegalArgumentException if there is no such queue, or it has no store; the message lists those that have
     */
    StoredCalls stored(String name);
}

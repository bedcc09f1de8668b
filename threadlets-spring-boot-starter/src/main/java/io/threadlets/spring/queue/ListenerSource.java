package io.threadlets.spring.queue;

import io.threadlets.ThreadletListener;
import org.jspecify.annotations.Nullable;

/**
 * Gives the queues of a context's properties the listeners that the starter needs. Each bean of this type is asked once
 * for each queue, before it is built and before the application's customizers, whose listeners are added to these. A
 * queue that nobody has a listener for has none. Made before the {@link QueueRegistry}, and so must not depend on it.
 */
@FunctionalInterface
public interface ListenerSource {
    /**
     * What is to hear of a queue's works.
     *
     * @param queue the queue's name
     * @return null if this one needs to hear nothing
     */
    @Nullable
    ThreadletListener listenerFor(String queue);
}

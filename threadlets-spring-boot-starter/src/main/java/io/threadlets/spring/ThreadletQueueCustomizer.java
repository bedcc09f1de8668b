package io.threadlets.spring;

import io.threadlets.ThreadletQueue;

/**
 * Changes a queue's builder before it builds, for what has no property: a thread factory, a listener. Define it as a
 * bean; several are called in their {@link org.springframework.core.annotation.Order order}, after the properties were
 * applied.
 */
@FunctionalInterface
public interface ThreadletQueueCustomizer {
    /**
     * Called once for each queue of the configuration, {@code global} included.
     *
     * @param queue the queue's name
     * @param builder what will build it
     */
    void customize(String queue, ThreadletQueue.Builder builder);
}

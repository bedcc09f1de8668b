package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import java.util.Iterator;
import java.util.Set;

/**
 * What the application sees of the queues. A bean of its own: whoever replaces it in a test replaces no more than that.
 *
 * @param registry knows the queues
 */
public record ContextQueues(QueueRegistry registry) implements ThreadletQueues {
    @Override
    public ThreadletQueue get(String name) {
        return registry.get(name);
    }

    @Override
    public Set<String> names() {
        return registry.all().keySet();
    }

    @Override
    public Iterator<ThreadletQueue> iterator() {
        return registry.all().values().stream().map(NamedQueue::bean).iterator();
    }

    @Override
    public StoredCalls stored(String name) {
        return registry.stored().calls(name);
    }
}

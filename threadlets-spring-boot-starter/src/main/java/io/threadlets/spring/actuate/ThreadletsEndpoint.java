package io.threadlets.spring.actuate;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows the queues of a context and of its parents: {@code /actuator/threadlets}, {@code /actuator/threadlets/{queue}}.
 */
@Endpoint(id = "threadlets", defaultAccess = Access.READ_ONLY)
public final class ThreadletsEndpoint {
    private final QueueRegistry queues;

    /**
     * An endpoint on a registry.
     *
     * @param queues what to show
     */
    public ThreadletsEndpoint(QueueRegistry queues) {
        this.queues = queues;
    }

    /**
     * All queues.
     *
     * @return their numbers by name
     */
    @ReadOperation
    public QueuesDescriptor queues() {
        final Map<String, QueueDescriptor> descriptors = new LinkedHashMap<>();
        queues.all().forEach((name, queue) -> descriptors.put(name, QueueDescriptor.of(queue)));
        return new QueuesDescriptor(descriptors);
    }

    /**
     * One queue.
     *
     * @param queue its name
     * @return its numbers
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    @ReadOperation
    public QueueDescriptor queue(@Selector String queue) {
        final Map<String, NamedQueue> all = queues.all();
        final NamedQueue found = all.get(queue);
        if (found == null) {
            throw new IllegalArgumentException(Suggestions.noSuchQueue(queue, all.keySet()));
        }
        return QueueDescriptor.of(found);
    }
}

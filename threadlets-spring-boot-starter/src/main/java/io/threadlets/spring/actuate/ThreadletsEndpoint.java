package io.threadlets.spring.actuate;

import io.threadlets.spring.ThreadletQueues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the queues: {@code /actuator/threadlets}, {@code /actuator/threadlets/{queue}}. */
@Endpoint(id = "threadlets", defaultAccess = Access.READ_ONLY)
public final class ThreadletsEndpoint {
    private final ThreadletQueues queues;

    /**
     * An endpoint on a registry.
     *
     * @param queues what to show
     */
    public ThreadletsEndpoint(ThreadletQueues queues) {
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
        queues.forEach(queue -> descriptors.put(queue.name(), QueueDescriptor.of(queue)));
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
        return QueueDescriptor.of(queues.get(queue));
    }
}

package io.threadlets.spring.actuate;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All queues.
 *
 * @param verdict what is most urgent to know of them, in a sentence
 * @param access what may be done here: read-only, or unrestricted
 * @param queues by name
 * @param open all that there is to see of those queues that this was asked for; null if it was not
 */
public record QueuesDescriptor(
        String verdict,
        String access,
        Map<String, QueueDescriptor> queues,
        @Nullable Map<String, OpenQueueDescriptor> open)
        implements OperationResponseBody {}

package io.threadlets.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All queues.
 *
 * @param verdict what is most urgent to know of them, in a sentence
 * @param access what may be done here: read-only, or unrestricted
 * @param queues by name
 */
public record QueuesDescriptor(String verdict, String access, Map<String, QueueDescriptor> queues)
        implements OperationResponseBody {}

package io.threadlets.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All queues.
 *
 * @param access what may be done here: read-only, or unrestricted
 * @param queues by name
 */
public record QueuesDescriptor(String access, Map<String, QueueDescriptor> queues) implements OperationResponseBody {}

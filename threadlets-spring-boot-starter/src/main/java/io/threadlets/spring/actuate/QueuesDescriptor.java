package io.threadlets.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All queues.
 *
 * @param queues by name
 */
public record QueuesDescriptor(Map<String, QueueDescriptor> queues) implements OperationResponseBody {}

package io.threadlets.spring.actuate;

import java.util.List;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Calls of a stored queue.
 *
 * @param total how many there are in that state, those that are not listed included
 * @param calls those that run, wait or are due the longest first; of dead ones the last to die
 */
public record StoredCallsDescriptor(long total, List<StoredCallDescriptor> calls) implements OperationResponseBody {}

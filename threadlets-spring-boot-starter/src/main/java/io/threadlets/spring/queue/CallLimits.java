package io.threadlets.spring.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of annotated methods may take on a queue. Null and zero: no limit.
 *
 * @param timeout until the call has ended
 * @param queueTimeout until a thread has taken it
 */
public record CallLimits(
        @Nullable Duration timeout, @Nullable Duration queueTimeout) {}

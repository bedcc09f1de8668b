package io.threadlets.spring.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of annotated methods may take on a queue. Null and zero: no limit.
 *
 * @param timeout until the call has ended
 * @param queueTimeout until a thread has taken it
 * @param interrupt whether what ends a call early interrupts its body
 */
public record CallLimits(
        @Nullable Duration timeout, @Nullable Duration queueTimeout, boolean interrupt) {

    /**
     * What is set of a queue, and the defaults for the rest.
     *
     * @param queue what is set of the queue
     * @param defaults what holds where the queue sets nothing
     * @return the limits of calls on the queue
     */
    public static CallLimits of(ThreadletsProperties.Queue queue, ThreadletsProperties.Queue defaults) {
        return new CallLimits(
                queue.timeout() != null ? queue.timeout() : defaults.timeout(),
                queue.queueTimeout() != null ? queue.queueTimeout() : defaults.queueTimeout(),
                !Boolean.FALSE.equals(queue.interrupt() != null ? queue.interrupt() : defaults.interrupt()));
    }
}

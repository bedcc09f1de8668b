package io.threadlets.spring.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Knows how long works usually take. */
@FunctionalInterface
public interface UsualTimes {
    /**
     * How long works of one description usually run.
     *
     * @param queue the name of their queue
     * @param description what they say of themselves
     * @return the median; null if it is not known
     */
    @Nullable
    Duration median(String queue, String description);
}

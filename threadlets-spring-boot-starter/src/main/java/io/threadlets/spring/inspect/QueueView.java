package io.threadlets.spring.inspect;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue's numbers at one moment.
 *
 * @param name what annotations, meters and the endpoint call the queue
 * @param state what it does
 * @param now its numbers; those of threads and of what waits are of one atomic reading
 * @param virtual whether its threads are virtual ones; null where that is not known
 * @param oldestQueued how long the oldest waiting work has waited; null if none waits, or without times
 * @param longestRunning how long the longest running work has run; null if none runs, or without times
 */
public record QueueView(
        String name,
        QueueState state,
        QueueSnapshot now,
        @Nullable Boolean virtual,
        @Nullable Duration oldestQueued,
        @Nullable Duration longestRunning) {
    /**
     * How many threads have a work, or are about to.
     *
     * @return those that are not idle
     */
    public int busy() {
        return now.cur() - now.idle();
    }

    /**
     * Whether the number of works that wait has a bound.
     *
     * @return false if works may wait without limit
     */
    public boolean isBounded() {
        return now.capacity() != Integer.MAX_VALUE;
    }
}

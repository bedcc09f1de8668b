package io.threadlets.spring.inspect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long the works of queues wait and run, where somebody measures it. */
public interface WorkTimes {
    /**
     * From submission to begin.
     *
     * @param queue the queue's name
     * @return null if nobody measures it
     */
    @Nullable
    Times waited(String queue);

    /**
     * From begin to end.
     *
     * @param queue the queue's name
     * @return null if nobody measures it
     */
    @Nullable
    Times ran(String queue);

    /**
     * What was measured.
     *
     * @param count how often
     * @param mean the mean
     * @param max the longest of the last minutes
     */
    record Times(long count, Duration mean, Duration max) {}
}

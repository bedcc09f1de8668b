package io.threadlets.spring.history;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue's numbers, and what the looks before tell about them.
 *
 * @param now the numbers
 * @param saturatedFor how long all threads have been busy while works waited, as far as it was seen; null if that is
 *     not so now
 * @param pausedFor how long the queue has been paused; null if it is not
 * @param rejectedLately works that were refused within the last minute
 */
public record Trend(
        QueueSnapshot now,
        @Nullable Duration saturatedFor,
        @Nullable Duration pausedFor,
        long rejectedLately) {}

package io.threadlets;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A work that waits for a thread.
 *
 * @param work the work
 * @param description what the work says of itself
 * @param since when it was accepted; null where the queue keeps no times
 * @param age how long it has waited; null where the queue keeps no times
 */
public record QueuedWork(
        ThreadletWork work,
        String description,
        @Nullable Instant since,
        @Nullable Duration age) {}

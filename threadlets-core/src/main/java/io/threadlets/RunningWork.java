package io.threadlets;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A work that is being run.
 *
 * @param work the work
 * @param description what the work says of itself
 * @param thread the thread that runs it: one of the queue's, or a caller's ({@link OnFull#CALLER_RUNS})
 * @param since when it began; null where the queue keeps no times
 * @param waited how long it was queued before; null where the queue keeps no times
 * @param elapsed how long it has run; null where the queue keeps no times
 */
public record RunningWork(
        ThreadletWork work,
        String description,
        Thread thread,
        @Nullable Instant since,
        @Nullable Duration waited,
        @Nullable Duration elapsed) {}

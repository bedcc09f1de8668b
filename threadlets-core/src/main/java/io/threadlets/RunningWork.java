package io.threadlets;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A work that is being run, or completed: it is listed until its thread is free again.
 *
 * @param work the work
 * @param description what the work says of itself
 * @param thread the thread that runs it: one of the queue's, or a caller's ({@link OnFull}). A thread that runs a work
 *     in place of waiting for it is listed with that one too
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

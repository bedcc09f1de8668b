package io.threadlets.spring.actuate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A work that failed.
 *
 * @param id what it was called when it was last shown; null if it never was
 * @param work what it says of itself
 * @param at when it ended
 * @param type the exception's class
 * @param message what the exception says, perhaps masked; null if it says nothing
 */
public record FailureDescriptor(
        @Nullable Long id,
        String work,
        Instant at,
        String type,
        @Nullable Object message) {}

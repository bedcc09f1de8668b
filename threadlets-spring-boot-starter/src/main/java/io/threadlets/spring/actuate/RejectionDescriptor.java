package io.threadlets.spring.actuate;

import java.time.Instant;

/**
 * A work that was not accepted.
 *
 * @param at when
 * @param reason full, closed, or no-thread
 * @param work what it says of itself
 */
public record RejectionDescriptor(Instant at, String reason, String work) {}

package io.threadlets.spring.actuate;

import java.time.Instant;

/**
 * A change that was made over the endpoint.
 *
 * @param by who has made it
 * @param at when
 */
public record ChangeDescriptor(String by, Instant at) {}

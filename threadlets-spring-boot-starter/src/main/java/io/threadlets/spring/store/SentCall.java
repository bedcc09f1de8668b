package io.threadlets.spring.store;

import java.time.Instant;

/**
 * What has become of a {@link NewCall}.
 *
 * @param id its id; that of the call with its key, if there is one
 * @param accepted when that was stored
 * @param isDuplicate whether it was not stored
 */
public record SentCall(String id, Instant accepted, boolean isDuplicate) {}

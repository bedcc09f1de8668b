package io.threadlets.spring.store;

import java.time.Instant;

/**
 * A call that a store has handed to this instance.
 *
 * @param id the call's
 * @param target the name of the method
 * @param payload what was sent
 * @param attempt which attempt this is, from 1
 * @param crashes how many instances have died while they ran it
 * @param accepted when it was stored
 * @param hasFailed whether an attempt has failed before, if only before it was retried on somebody's wish
 */
public record TakenCall(
        String id, String target, String payload, int attempt, int crashes, Instant accepted, boolean hasFailed) {}

package io.threadlets.spring.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call to be stored.
 *
 * @param id never used before
 * @param target the name of the method
 * @param key while a call of the same target and key is stored and not ended, a second one is not stored; null for none
 * @param payload the arguments
 * @param accepted now: when the call is due
 * @param trace the trace that it is made in, as a header {@code traceparent}; null for none
 */
public record NewCall(
        String id,
        String target,
        @Nullable String key,
        String payload,
        Instant accepted,
        @Nullable String trace) {}

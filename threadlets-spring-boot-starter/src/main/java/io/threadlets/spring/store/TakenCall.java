package io.threadlets.spring.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that a store has handed to this instance.
 *
 * @param id the call's
 * @param target the name of the method
 * @param payload what was sent
 * @param attempt which attempt this is, from 1
 * @param crashes how many instances have died while they ran it
 * @param accepted when it was stored
 * @param hasBegun whether this is not its first start: an attempt has failed before, if only before it was retried on
 *     somebody's wish, or was cut off by a stop or a crash
 * @param trace the {@linkplain NewCall#trace trace} that it was made in; null for none
 */
public record TakenCall(
        String id,
        String target,
        String payload,
        int attempt,
        int crashes,
        Instant accepted,
        boolean hasBegun,
        @Nullable String trace) {
    private static final int TRACE_ID_BEGIN = "00-".length();
    private static final int TRACE_ID_END = TRACE_ID_BEGIN + 32;

    /**
     * The id of the trace that the call was made in.
     *
     * @return 32 hexadecimal digits; null for none
     */
    public @Nullable String traceId() {
        return trace == null || trace.length() < TRACE_ID_END ? null : trace.substring(TRACE_ID_BEGIN, TRACE_ID_END);
    }
}

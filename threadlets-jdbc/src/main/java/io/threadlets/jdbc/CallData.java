package io.threadlets.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a call as one value, since it does not change: when it was stored and what goes along with it in a
 * line, then the payload.
 *
 * @param context keys and values of the sender's logging context
 */
record CallData(Instant accepted, Map<String, String> context, String payload) {
    private static final String NO_CONTEXT = "{}";

    byte[] toBytes(JsonMapper mapper) {
        return (accepted + " " + (context.isEmpty() ? NO_CONTEXT : mapper.writeValueAsString(context)) + "\n" + payload)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what was stored. What is nothing of the kind, since somebody else has written it, is all payload.
     *
     * @param accepted when it was stored, for what does not say so
     */
    static CallData of(byte[] bytes, Instant accepted, JsonMapper mapper) {
        final String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return read(text, mapper);
        } catch (RuntimeException unreadable) {
            return new CallData(accepted, Map.of(), text);
        }
    }

    private static CallData read(String text, JsonMapper mapper) {
        final int endOfTime = text.indexOf(' ');
        final int endOfLine = text.indexOf('\n');
        if (endOfTime < 0 || endOfLine < endOfTime) {
            throw new IllegalArgumentException("not a stored call");
        }
        final String context = text.substring(endOfTime + 1, endOfLine);
        return new CallData(
                Instant.parse(text.substring(0, endOfTime)),
                context.equals(NO_CONTEXT)
                        ? Map.of()
                        : Map.copyOf(mapper.readerForMapOf(String.class).<Map<String, String>>readValue(context)),
                text.substring(endOfLine + 1));
    }
}

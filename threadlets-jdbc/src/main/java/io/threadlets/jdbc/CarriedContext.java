package io.threadlets.jdbc;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What goes along with a call from the logging context of its sender: never who the sender is, and no token. Not the
 * rest either, since it is written to the database.
 *
 * @param keys the keys
 */
record CarriedContext(Set<String> keys) {
    private static final String TRACEPARENT = "traceparent";

    static CarriedContext of(List<String> keys) {
        final Set<String> all = new LinkedHashSet<>(keys);
        all.add(TRACEPARENT);
        return new CarriedContext(all);
    }

    /** @param trace the caller's, beside what the calling thread has; null for what that says of it */
    Map<String, String> capture(@Nullable String trace) {
        final Map<String, String> values = new HashMap<>();
        for (String key : keys) {
            final String value = MDC.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        if (trace != null) {
            values.put(TRACEPARENT, trace);
        }
        return values;
    }

    static @Nullable String trace(Map<String, String> values) {
        return values.get(TRACEPARENT);
    }

    /** Gives the calling thread what the sender had. */
    static void restore(Map<String, String> values) {
        values.forEach(MDC::put);
    }

    /** Takes it from the calling thread, which is one of a queue's and has nothing of its own. */
    static void clear(Map<String, String> values) {
        values.keySet().forEach(MDC::remove);
    }
}

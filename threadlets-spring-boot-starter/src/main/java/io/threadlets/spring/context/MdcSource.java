package io.threadlets.spring.context;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The diagnostic context of the log. */
public final class MdcSource implements ContextSource {
    /** For the container. */
    public MdcSource() {}

    @Override
    public Values capture(@Nullable Object carrier) {
        return new Captured(MDC.getCopyOfContextMap());
    }

    private record Captured(@Nullable Map<String, String> values) implements Values {
        /** As tracers write it there for the log. */
        private static final String TRACE_ID = "traceId";

        @Override
        public Scope restore() {
            final Map<String, String> before = MDC.getCopyOfContextMap();
            set(values);
            return () -> set(before);
        }

        @Override
        public @Nullable String traceId() {
            return values == null ? null : values.get(TRACE_ID);
        }
    }

    private static void set(@Nullable Map<String, String> values) {
        if (values == null || values.isEmpty()) {
            MDC.clear();
        } else {
            MDC.setContextMap(values);
        }
    }
}

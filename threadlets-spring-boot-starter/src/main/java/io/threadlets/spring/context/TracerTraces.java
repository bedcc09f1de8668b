package io.threadlets.spring.context;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Traces of Micrometer's tracer, whatever it bridges to. */
public final class TracerTraces implements RemoteTraces {
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private final Tracer tracer;

    /**
     * Traces of a tracer.
     *
     * @param tracer the tracer
     */
    public TracerTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public @Nullable String current() {
        final TraceContext context = tracer.currentTraceContext().context();
        if (context == null || context.traceId().isEmpty()) {
            return null;
        }
        return "00-" + padded(context.traceId(), TRACE_DIGITS) + "-" + padded(context.spanId(), SPAN_DIGITS)
                + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00");
    }

    /** Some tracers have trace ids of 64 bits. */
    private static String padded(String id, int digits) {
        return "0".repeat(Math.max(0, digits - id.length())) + id;
    }

    @Override
    public Scope join(String traceparent) {
        final Matcher matcher = TRACEPARENT.matcher(traceparent);
        if (!matcher.matches()) {
            return () -> {};
        }
        final TraceContext context = tracer.traceContextBuilder()
                .traceId(matcher.group(1))
                .spanId(matcher.group(2))
                .sampled((Integer.parseInt(matcher.group(3), 16) & 1) == 1)
                .build();
        final CurrentTraceContext.Scope scope = tracer.currentTraceContext().newScope(context);
        return scope::close;
    }
}

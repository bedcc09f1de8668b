package io.threadlets.benchmarks.calls;

import io.micrometer.context.ContextRegistry;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * What a request has about it in most applications: a logging context of a few entries, and one thread local that is
 * registered with Micrometer's context propagation.
 */
final class CallerContext implements AutoCloseable {
    private static final Map<String, String> LOGGING =
            Map.of("requestId", "7c0f2a5e-3a51-4d5e-9d0c", "user", "alice", "tenant", "north");
    private static final String LOCALE = "en";

    private static final String KEY = "io.threadlets.benchmarks.locale";

    private final ThreadLocal<String> locale = new ThreadLocal<>();

    CallerContext() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, locale);
    }

    /** Puts it on the calling thread. */
    void enter() {
        MDC.setContextMap(LOGGING);
        locale.set(LOCALE);
    }

    /** Takes it off the calling thread. */
    void leave() {
        MDC.clear();
        locale.remove();
    }

    /**
     * What a thread has of it.
     *
     * @param logging the logging context
     * @param locale the thread local
     */
    record Seen(Map<String, String> logging, Optional<Object> locale) {
        static final Seen ALL = new Seen(LOGGING, Optional.of(LOCALE));
        static final Seen NOTHING = new Seen(Map.of(), Optional.empty());

        /** {@return what the calling thread has} */
        static Seen here() {
            return new Seen(
                    Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()),
                    ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                            .filter(accessor -> accessor.key().equals(KEY))
                            .<Object>mapMulti((accessor, found) -> {
                                final Object value = accessor.getValue();
                                if (value != null) {
                                    found.accept(value);
                                }
                            })
                            .findFirst());
        }
    }

    @Override
    public void close() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }
}

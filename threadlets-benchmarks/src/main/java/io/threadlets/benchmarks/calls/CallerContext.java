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
    static final Map<String, String> LOGGING =
            Map.of("requestId", "7c0f2a5e-3a51-4d5e-9d0c", "user", "alice", "tenant", "north");
    static final String LOCALE = "en";

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

    /** {@return what the calling thread has of the thread local} */
    Optional<String> currentLocale() {
        return Optional.ofNullable(locale.get());
    }

    @Override
    public void close() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }
}

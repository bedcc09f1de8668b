package io.threadlets.benchmarks.calls;

import io.github.resilience4j.core.ContextPropagator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** The logging context for Resilience4j. */
final class LoggingContextPropagator implements ContextPropagator<Map<String, String>> {
    @Override
    public Supplier<Optional<Map<String, String>>> retrieve() {
        return () -> Optional.ofNullable(MDC.getCopyOfContextMap());
    }

    @Override
    public Consumer<Optional<Map<String, String>>> copy() {
        return context -> context.ifPresent(MDC::setContextMap);
    }

    @Override
    public Consumer<Optional<Map<String, String>>> clear() {
        return context -> MDC.clear();
    }
}

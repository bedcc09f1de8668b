package io.threadlets.benchmarks.calls;

import io.github.resilience4j.core.ContextPropagator;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything that is registered with Micrometer's context propagation for Resilience4j. */
final class SnapshotPropagator implements ContextPropagator<ContextSnapshot> {
    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().build();

    /** What the thread is to undo: {@code copy} and {@code clear} know nothing of each other. */
    @SuppressWarnings("ThreadLocalUsage") // one propagator for each application
    private final ThreadLocal<ContextSnapshot.Scope> scope = new ThreadLocal<>();

    @Override
    public Supplier<Optional<ContextSnapshot>> retrieve() {
        return () -> Optional.of(factory.captureAll());
    }

    @Override
    public Consumer<Optional<ContextSnapshot>> copy() {
        return context -> context.ifPresent(snapshot -> scope.set(snapshot.setThreadLocals()));
    }

    @Override
    public Consumer<Optional<ContextSnapshot>> clear() {
        return context -> {
            final ContextSnapshot.Scope entered = scope.get();
            if (entered != null) {
                scope.remove();
                entered.close();
            }
        };
    }
}

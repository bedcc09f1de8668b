package io.threadlets.spring.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** Everything that is registered with Micrometer's context propagation: traces, security, locale. */
public final class PropagatedSource implements ContextSource {
    private final SingletonSupplier<ContextSnapshotFactory> snapshots;

    /**
     * Takes what a registry knows.
     *
     * @param registry what is registered there, now or later; asked for with the first call, since a registry looks
     *     through the class path when it is made
     */
    public PropagatedSource(Supplier<ContextRegistry> registry) {
        this.snapshots = SingletonSupplier.of(() -> ContextSnapshotFactory.builder()
                .contextRegistry(registry.get())
                .clearMissing(true) // else there is what an earlier call, or the body, has left
                .build());
    }

    @Override
    public Values capture(@Nullable Object carrier) {
        final ContextSnapshotFactory factory = snapshots.obtain();
        final ContextSnapshot snapshot = carrier == null ? factory.captureAll() : factory.captureAll(carrier);
        return () -> snapshot.setThreadLocals()::close;
    }
}

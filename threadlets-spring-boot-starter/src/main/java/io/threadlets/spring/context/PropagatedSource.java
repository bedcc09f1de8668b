package io.threadlets.spring.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

/** Everything that is registered with Micrometer's context propagation: traces, security, locale. */
public final class PropagatedSource implements ContextSource {
    private final ContextSnapshotFactory snapshots;

    /**
     * Takes what a registry knows.
     *
     * @param registry what is registered there, now or later
     */
    public PropagatedSource(ContextRegistry registry) {
        // What the caller does not have must not be there either, left by an earlier call or by the body.
        this.snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(registry)
                .clearMissing(true)
                .build();
    }

    @Override
    public Values capture(@Nullable Object carrier) {
        final ContextSnapshot snapshot = carrier == null ? snapshots.captureAll() : snapshots.captureAll(carrier);
        return () -> snapshot.setThreadLocals()::close;
    }
}

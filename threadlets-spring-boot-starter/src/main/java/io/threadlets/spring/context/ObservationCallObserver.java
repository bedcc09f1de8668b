package io.threadlets.spring.context;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.threadlets.spring.observation.ThreadletObservationContext;
import io.threadlets.spring.observation.ThreadletObservationConvention;
import io.threadlets.spring.observation.ThreadletObservationDocumentation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes an observation of each body. Its parent is what the caller was in when it made the call, also if that has ended
 * since. It begins with the body, so that waiting is not timed as running. That of a stored call, which another process
 * may have made, goes on with the trace of who made it.
 */
public final class ObservationCallObserver implements CallObserver {
    private final Supplier<@Nullable ObservationRegistry> registry;
    private final ThreadletObservationConvention byDefault;
    private final Supplier<@Nullable ThreadletObservationConvention> convention;
    private final Supplier<@Nullable RemoteTraces> traces;
    private final AtomicLong lastId = new AtomicLong();

    /**
     * Makes observations.
     *
     * @param registry where they go to, asked once, with the first call; null if calls are not observed
     * @param convention asked once too; null for the default
     * @param byDefault the default
     * @param traces for calls that are stored, asked once too; null without a tracer
     */
    public ObservationCallObserver(
            Supplier<@Nullable ObservationRegistry> registry,
            Supplier<@Nullable ThreadletObservationConvention> convention,
            ThreadletObservationConvention byDefault,
            Supplier<@Nullable RemoteTraces> traces) {
        this.registry = SingletonSupplier.ofNullable(registry);
        this.convention = SingletonSupplier.ofNullable(convention);
        this.byDefault = byDefault;
        this.traces = SingletonSupplier.ofNullable(traces);
    }

    @Override
    public @Nullable ObservedBody called(String queue, String work, Method method) {
        final ObservationRegistry to = registry.get();
        if (to == null || to.isNoop()) {
            return null;
        }
        final Body body = new Body(to, queue, work, method, Duration.ZERO);
        body.parent = to.getCurrentObservation();
        return body;
    }

    @Override
    public @Nullable ObservedBody taken(
            String queue, String work, Method method, Duration waited, @Nullable String trace) {
        final ObservationRegistry to = registry.get();
        if (to == null || to.isNoop()) {
            return null;
        }
        final Body body = new Body(to, queue, work, method, waited);
        body.trace = trace;
        return body;
    }

    @Override
    public @Nullable String trace() {
        final ObservationRegistry to = registry.get();
        final RemoteTraces known = to == null || to.isNoop() ? null : traces.get();
        return known == null ? null : known.current();
    }

    private final class Body implements ObservedBody {
        private final ObservationRegistry to;
        private final String queue;
        private final String work;
        private final Method method;
        private final Duration waitedBefore;
        private final long madeNanos = System.nanoTime();
        private @Nullable Observation parent;
        private @Nullable String trace;
        private boolean isTimed;

        Body(ObservationRegistry to, String queue, String work, Method method, Duration waitedBefore) {
            this.to = to;
            this.queue = queue;
            this.work = work;
            this.method = method;
            this.waitedBefore = waitedBefore;
        }

        @Override
        public void run(Runnable body) {
            final Duration waited = waitedBefore.plusNanos(System.nanoTime() - madeNanos);
            final ThreadletObservationContext context =
                    new ThreadletObservationContext(queue, work, method, lastId.incrementAndGet(), waited);
            final Observation observation =
                    ThreadletObservationDocumentation.WORK.observation(convention.get(), byDefault, () -> context, to);
            if (parent != null) { // else that of the context that was restored, if there is one
                observation.parentObservation(parent);
                parent = null;
            }
            isTimed = !observation.isNoop();
            start(observation);
            try {
                observation.scoped(body);
            } finally {
                context.setComplete();
                observation.stop();
            }
        }

        private void start(Observation observation) {
            final RemoteTraces known = trace == null ? null : traces.get();
            if (known == null) {
                observation.start();
                return;
            }
            final RemoteTraces.Scope joined = known.join(Objects.requireNonNull(trace));
            try {
                observation.start();
            } finally {
                joined.close();
            }
        }

        @Override
        public boolean isTimed() {
            return isTimed;
        }
    }
}

package io.threadlets.spring.context;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.threadlets.spring.observation.ThreadletObservationContext;
import io.threadlets.spring.observation.ThreadletObservationConvention;
import io.threadlets.spring.observation.ThreadletObservationDocumentation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes an observation of each body. Its parent is what the caller was in when it made the call, also if that has ended
 * since. It begins with the body, so that waiting is not timed as running.
 */
public final class ObservationCallObserver implements CallObserver {
    private final Supplier<@Nullable ObservationRegistry> registry;
    private final ThreadletObservationConvention byDefault;
    private final Supplier<@Nullable ThreadletObservationConvention> convention;
    private final AtomicLong lastId = new AtomicLong();

    /**
     * Makes observations.
     *
     * @param registry where they go to, asked once, with the first call; null if calls are not observed
     * @param convention asked once too; null for the default
     * @param byDefault the default
     */
    public ObservationCallObserver(
            Supplier<@Nullable ObservationRegistry> registry,
            Supplier<@Nullable ThreadletObservationConvention> convention,
            ThreadletObservationConvention byDefault) {
        this.registry = SingletonSupplier.ofNullable(registry);
        this.convention = SingletonSupplier.ofNullable(convention);
        this.byDefault = byDefault;
    }

    @Override
    public @Nullable ObservedBody called(String queue, String work, Method method) {
        final ObservationRegistry to = registry.get();
        return to == null || to.isNoop() ? null : new Body(to, queue, work, method);
    }

    private final class Body implements ObservedBody {
        private final ObservationRegistry to;
        private final String queue;
        private final String work;
        private final Method method;
        private final long calledNanos = System.nanoTime();
        private @Nullable Observation parent;
        private boolean isTimed;

        Body(ObservationRegistry to, String queue, String work, Method method) {
            this.to = to;
            this.queue = queue;
            this.work = work;
            this.method = method;
            this.parent = to.getCurrentObservation();
        }

        @Override
        public void run(Runnable body) {
            final Duration waited = Duration.ofNanos(System.nanoTime() - calledNanos);
            final ThreadletObservationContext context =
                    new ThreadletObservationContext(queue, work, method, lastId.incrementAndGet(), waited);
            final Observation observation =
                    ThreadletObservationDocumentation.WORK.observation(convention.get(), byDefault, () -> context, to);
            if (parent != null) { // else that of the context that was restored, if there is one
                observation.parentObservation(parent);
                parent = null;
            }
            isTimed = !observation.isNoop();
            observation.start();
            try {
                observation.scoped(body);
            } finally {
                context.setComplete();
                observation.stop();
            }
        }

        @Override
        public boolean isTimed() {
            return isTimed;
        }
    }
}

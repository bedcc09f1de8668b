package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Meters of a context's own queues, tagged {@code queue}. Taken back on close, so that a registry does not show queues
 * that are gone.
 */
public final class ThreadletsMetrics implements MeterBinder, SmartInitializingSingleton, AutoCloseable {
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);

    private final QueueRegistry queues;
    private final QueueListeners listeners;
    private final ListableBeanFactory beanFactory;
    private final Options options;
    private final Queue<QueueMeters> meters = new ConcurrentLinkedQueue<>();

    /**
     * What properties say.
     *
     * @param hasExecutorNames whether queues are shown under the names of Micrometer's executors too
     * @param hasWorkTag whether works are told apart by their methods
     */
    public record Options(boolean hasExecutorNames, boolean hasWorkTag) {}

    /**
     * Meters of a registry's queues.
     *
     * @param queues what to measure
     * @param listeners what hears of their works
     * @param beanFactory of the same context
     * @param options what is shown beside the usual
     */
    public ThreadletsMetrics(
            QueueRegistry queues, QueueListeners listeners, ListableBeanFactory beanFactory, Options options) {
        this.queues = queues;
        this.listeners = listeners;
        this.beanFactory = beanFactory;
        this.options = options;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queues.own().values().forEach(queue -> meters.add(metersOf(queue, registry)));
    }

    private QueueMeters metersOf(NamedQueue queue, MeterRegistry registry) {
        final Clock clock = registry.config().clock();
        final QueueListener listener = listeners.of(queue.name());
        final String name = queue.name();
        final boolean isStored = queues.stored().isStored(name);
        if (isStored && listener != null) {
            queues.stored().onFirstStart(name, listener::firstStarted);
        }
        final QueueReadings readings = new QueueReadings(
                queue,
                listener,
                isStored ? queues.stored() : null,
                NamedQueue.isMock(queue.watched()),
                new Peaks(clock::monotonicTime, clock.equals(Clock.SYSTEM)));
        return new QueueMeters(
                readings,
                registry,
                listener == null
                        ? null
                        : () -> new QueueTimers(registry, name, options.hasWorkTag(), queues.blocks(name), isStored),
                options.hasExecutorNames());
    }

    /** Boot binds to the registries of the same context; that of a child may be its parent's. */
    @Override
    public void afterSingletonsInstantiated() {
        if (beanFactory.getBeanNamesForType(MeterRegistry.class, true, false).length == 0) {
            final MeterRegistry inherited =
                    beanFactory.getBeanProvider(MeterRegistry.class).getIfUnique();
            if (inherited != null) {
                bindTo(inherited);
            }
        }
        queues.deadlines().each(BETWEEN_SAMPLES, this::sample);
    }

    private void sample() {
        meters.forEach(queue -> queue.readings().sample());
    }

    @Override
    public void close() {
        for (QueueMeters one = meters.poll(); one != null; one = meters.poll()) {
            one.close();
        }
    }
}

package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Meters of a context's own queues, tagged {@code queue}. Taken back on close, so that a registry does not show queues
 * that are gone.
 */
public final class ThreadletsMetrics implements MeterBinder, SmartInitializingSingleton, AutoCloseable {
    private final QueueRegistry queues;
    private final ListableBeanFactory beanFactory;
    private final Queue<QueueMeters> meters = new ConcurrentLinkedQueue<>();

    /**
     * Meters of a registry's queues.
     *
     * @param queues what to measure
     * @param beanFactory of the same context
     */
    public ThreadletsMetrics(QueueRegistry queues, ListableBeanFactory beanFactory) {
        this.queues = queues;
        this.beanFactory = beanFactory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queues.own().values().forEach(queue -> meters.add(new QueueMeters(queue, registry)));
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
    }

    @Override
    public void close() {
        for (QueueMeters one = meters.poll(); one != null; one = meters.poll()) {
            one.close();
        }
    }
}

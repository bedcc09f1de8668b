package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueues;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of all queues, tagged {@code queue}. Taken back on close, so that a registry does not show queues that are
 * gone.
 */
public final class ThreadletsMetrics implements MeterBinder, AutoCloseable {
    private final ThreadletQueues queues;
    private final Queue<Registered> registered = new ConcurrentLinkedQueue<>();

    private record Registered(MeterRegistry registry, Meter meter) {}

    /**
     * Meters of a registry's queues.
     *
     * @param queues what to measure
     */
    public ThreadletsMetrics(ThreadletQueues queues) {
        this.queues = queues;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queues.forEach(queue -> bind(queue, registry));
    }

    @Override
    public void close() {
        for (Registered one = registered.poll(); one != null; one = registered.poll()) {
            one.registry().remove(one.meter());
        }
    }

    private void bind(ThreadletQueue queue, MeterRegistry registry) {
        gauge(queue, "cur", "threads", "Threads that the queue has now", QueueSnapshot::cur, registry);
        gauge(queue, "idle", "threads", "Threads that are free", QueueSnapshot::idle, registry);
        gauge(queue, "queued", "works", "Works that wait for a thread", QueueSnapshot::queued, registry);
        gauge(queue, "running", "works", "Works that run now", now -> now.cur() - now.idle(), registry);
        gauge(queue, "min", "threads", "Threads that stay", QueueSnapshot::minThreads, registry);
        gauge(queue, "max", "threads", "Most threads at once", QueueSnapshot::maxThreads, registry);
        gauge(queue, "capacity", "works", "Most works that may wait", ThreadletsMetrics::capacity, registry);
        gauge(queue, "paused", null, "1 while the queue starts nothing", now -> now.paused() ? 1 : 0, registry);
        counter(queue, "submitted", null, "Works that were accepted", QueueSnapshot::submitted, registry);
        final String completed = "Works that have ended";
        counter(queue, "completed", "success", completed, QueueSnapshot::succeeded, registry);
        counter(queue, "completed", "failure", completed, QueueSnapshot::failed, registry);
        counter(queue, "completed", "cancelled", completed, QueueSnapshot::dequeued, registry);
    }

    private static double capacity(QueueSnapshot now) {
        return now.capacity() == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : now.capacity();
    }

    private void gauge(
            ThreadletQueue queue,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<QueueSnapshot> value,
            MeterRegistry registry) {
        // Strong: the registry must not show NaN because nobody else holds on to this reading.
        keep(
                registry,
                Gauge.builder("threadlets." + name, queue, measured -> value.applyAsDouble(measured.snapshot()))
                        .tag("queue", queue.name())
                        .description(description)
                        .baseUnit(unit)
                        .strongReference(true)
                        .register(registry));
    }

    private void counter(
            ThreadletQueue queue,
            String name,
            @Nullable String outcome,
            String description,
            ToDoubleFunction<QueueSnapshot> value,
            MeterRegistry registry) {
        final FunctionCounter.Builder<ThreadletQueue> builder = FunctionCounter.builder(
                        "threadlets." + name, queue, measured -> value.applyAsDouble(measured.snapshot()))
                .tag("queue", queue.name())
                .description(description)
                .baseUnit("works");
        keep(registry, (outcome == null ? builder : builder.tag("outcome", outcome)).register(registry));
    }

    private void keep(MeterRegistry registry, Meter meter) {
        registered.add(new Registered(registry, meter));
    }
}

package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.QueueSnapshot;
import io.threadlets.spring.queue.NamedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one queue on one registry. Used by one thread at a time. */
final class QueueMeters {
    private final MeterRegistry registry;
    private final NamedQueue queue;
    private final List<Meter> meters = new ArrayList<>();
    private final MeterSource source;

    /** Registers them, or joins those that another context has registered. */
    QueueMeters(NamedQueue queue, MeterRegistry registry) {
        this.queue = queue;
        this.registry = registry;
        this.source = findOrStart();
        final MeterSource read = source;
        gauge(read, "idle", "threads", "Threads that are free", QueueSnapshot::idle);
        gauge(read, "queued", "works", "Works that wait for a thread", QueueSnapshot::queued);
        gauge(read, "running", "works", "Works that run now", now -> now.cur() - now.idle());
        gauge(read, "min", "threads", "Threads that stay", QueueSnapshot::minThreads);
        gauge(read, "max", "threads", "Most threads at once", QueueSnapshot::maxThreads);
        gauge(read, "capacity", "works", "Most works that may wait", QueueMeters::capacity);
        gauge(read, "paused", null, "1 while the queue starts nothing", now -> now.paused() ? 1 : 0);
        counter("submitted", null, "Works that were accepted", QueueSnapshot::submitted);
        final String completed = "Works that have ended";
        counter("completed", "success", completed, QueueSnapshot::succeeded);
        counter("completed", "failure", completed, QueueSnapshot::failed);
        counter("completed", "cancelled", completed, QueueSnapshot::dequeued);
    }

    /** The queue is not shown any more; takes the meters back if no other context has a queue of this name. */
    void close() {
        source.leave(queue, () -> meters.forEach(registry::remove));
    }

    private MeterSource findOrStart() {
        final MeterSource own = new MeterSource(queue);
        final MeterSource found = sourceOfFirst(own);
        if (found == null || found == own || found.join(queue)) {
            return found == null ? own : found;
        }
        meters.clear(); // it was of a context that ended meanwhile, and is gone
        final MeterSource next = sourceOfFirst(own);
        return next != null && next != own && next.join(queue) ? next : own;
    }

    private @Nullable MeterSource sourceOfFirst(MeterSource own) {
        return MeterSource.of(gauge(own, "cur", "threads", "Threads that the queue has now", QueueSnapshot::cur));
    }

    private static double capacity(QueueSnapshot now) {
        return now.capacity() == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : now.capacity();
    }

    private Gauge gauge(
            MeterSource read,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<QueueSnapshot> value) {
        // Strong: the registry must not show NaN because nobody else holds on to the source.
        final Gauge gauge = Gauge.builder("threadlets." + name, read, from -> from.read(value))
                .tag("queue", queue.name())
                .description(description)
                .baseUnit(unit)
                .strongReference(true)
                .register(registry);
        meters.add(gauge);
        return gauge;
    }

    private void counter(
            String name, @Nullable String outcome, String description, ToDoubleFunction<QueueSnapshot> value) {
        final FunctionCounter.Builder<MeterSource> builder = FunctionCounter.builder(
                        "threadlets." + name, source, from -> from.read(value))
                .tag("queue", queue.name())
                .description(description)
                .baseUnit("works");
        meters.add((outcome == null ? builder : builder.tag("outcome", outcome)).register(registry));
    }
}

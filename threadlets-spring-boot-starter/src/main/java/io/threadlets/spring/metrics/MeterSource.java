package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a queue's name read. Contexts that share a registry share it, since a registry has each meter
 * once: the queue that came first is shown until it leaves, then the next. Safe from any thread.
 */
final class MeterSource {
    /** Set while a context asks a meter, by reading it, for the source behind it. */
    private static final ThreadLocal<@Nullable List<MeterSource>> ASKED = new ThreadLocal<>();

    private final MeterRegistry registry;

    // Guarded by this.
    private final List<QueueMeters> queues = new ArrayList<>();
    private final Map<Name, Meter> meters = new LinkedHashMap<>();
    private @Nullable QueueTimers timers;
    private boolean hasEnded;

    private record Name(String name, Tags tags) {}

    MeterSource(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The source of a meter that is registered; null if it has none, as one that a filter denies. */
    static @Nullable MeterSource of(Meter meter) {
        final List<MeterSource> answers = new ArrayList<>(1);
        ASKED.set(answers);
        try {
            meter.measure().forEach(Measurement::getValue);
        } finally {
            ASKED.remove();
        }
        return answers.isEmpty() ? null : answers.get(0);
    }

    /** For a meter: the value of the queue that is shown. */
    double read(ToDoubleFunction<QueueReadings> value) {
        final List<MeterSource> asked = ASKED.get();
        if (asked != null) {
            asked.add(this);
        }
        final QueueMeters shown = shown();
        return shown == null ? Double.NaN : value.applyAsDouble(shown.readings());
    }

    private synchronized @Nullable QueueMeters shown() {
        return queues.isEmpty() ? null : queues.get(0);
    }

    /** Adds a context's queue; false if the meters are gone. */
    synchronized boolean join(QueueMeters queue) {
        if (hasEnded) {
            return false;
        }
        queues.add(queue);
        if (queues.size() == 1) {
            show(queue);
        }
        return true;
    }

    /**
     * The timers go on where the last queue has left them: a registry that was closed with its context has no others.
     */
    private void show(QueueMeters queue) {
        if (timers == null) {
            timers = queue.newTimers();
        }
        queue.show(timers);
    }

    /**
     * Registers a meter that reads this, and is removed with the last queue. Once: registries warn of gauges that are
     * registered twice.
     *
     * @param queue the tag that names the queue
     * @return the one that the registry has, which may read another source
     */
    synchronized Meter register(CatalogueEntry entry, Tags queue) {
        return meters.computeIfAbsent(
                new Name(entry.name(), queue.and(entry.tags())), name -> entry.register(registry, queue, this));
    }

    /** A queue ends. If it was the last, nobody joins before its meters are removed. */
    synchronized void leave(QueueMeters queue) {
        final boolean wasShown = queue.equals(shown());
        queues.remove(queue);
        queue.show(null);
        final QueueMeters next = shown();
        if (next == null) {
            hasEnded = true;
            meters.values().forEach(registry::remove);
            if (timers != null) {
                timers.remove();
            }
        } else if (wasShown) {
            show(next);
        }
    }
}

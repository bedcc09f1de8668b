package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.Gauge;
import io.threadlets.QueueSnapshot;
import io.threadlets.spring.queue.NamedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a queue's name read. Contexts that share a registry share it, since a registry has each meter
 * once: the queue that came first is shown until it leaves, then the next. Safe from any thread.
 */
final class MeterSource {
    /** Set while a context asks a meter, by reading it, for the source behind it. */
    private static final ThreadLocal<@Nullable List<MeterSource>> ASKED = new ThreadLocal<>();

    private final List<NamedQueue> queues = new ArrayList<>();
    private boolean hasEnded;

    MeterSource(NamedQueue first) {
        queues.add(first);
    }

    /** The source of a meter that is registered; null if it has none. */
    static @Nullable MeterSource of(Gauge meter) {
        final List<MeterSource> answers = new ArrayList<>(1);
        ASKED.set(answers);
        try {
            meter.value();
        } finally {
            ASKED.remove();
        }
        return answers.isEmpty() ? null : answers.get(0);
    }

    /** For a meter: the value of the queue that is shown. */
    double read(ToDoubleFunction<QueueSnapshot> value) {
        final List<MeterSource> asked = ASKED.get();
        if (asked != null) {
            asked.add(this);
        }
        final NamedQueue shown = shown();
        return shown == null ? Double.NaN : value.applyAsDouble(shown.snapshot());
    }

    private synchronized @Nullable NamedQueue shown() {
        return queues.isEmpty() ? null : queues.get(0);
    }

    /** Adds another context's queue; false if the meters are gone. */
    synchronized boolean join(NamedQueue queue) {
        return !hasEnded && queues.add(queue);
    }

    /**
     * A queue ends.
     *
     * @param removeMeters called if it was the last; nobody joins before it has returned
     */
    synchronized void leave(NamedQueue queue, Runnable removeMeters) {
        queues.remove(queue);
        if (queues.isEmpty() && !hasEnded) {
            hasEnded = true;
            removeMeters.run();
        }
    }
}

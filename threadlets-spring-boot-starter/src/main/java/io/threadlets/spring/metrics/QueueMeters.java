package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of one queue on one registry. Made and closed by one thread at a time. */
final class QueueMeters {
    private static final int MOST_TRIES = 2;

    private final MeterRegistry registry;
    private final QueueReadings readings;
    private final @Nullable Supplier<QueueTimers> newTimers;
    private final Tags queue;
    private final MeterSource source;

    /** While the queue is shown; null before and afterwards. */
    private volatile @Nullable QueueTimers timers;

    /**
     * Registers them, or joins those that another context has registered.
     *
     * @param newTimers of this queue on this registry; null for a queue that nobody listens to
     * @param hasExecutorNames whether to show the queue under the names of Micrometer's executors too
     */
    QueueMeters(
            QueueReadings readings,
            MeterRegistry registry,
            @Nullable Supplier<QueueTimers> newTimers,
            boolean hasExecutorNames) {
        this.registry = registry;
        this.readings = readings;
        this.newTimers = newTimers;
        this.queue = Tags.of("queue", readings.queue().name());
        this.source = join();
        Catalogue.of(readings).forEach(entry -> source.register(entry, queue));
        if (hasExecutorNames) {
            final Tags name = Tags.of("name", readings.queue().name());
            Catalogue.executor().forEach(entry -> source.register(entry, name));
        }
        if (readings.listener() != null) {
            readings.listener().add(this);
        }
    }

    private MeterSource join() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            final MeterSource found = findOrStart();
            if (found.join(this)) {
                return found;
            } // else it was of a context that has ended meanwhile
        }
        final MeterSource own = new MeterSource(registry);
        own.join(this);
        return own;
    }

    /** By the first meter that the registry's filters let through. */
    private MeterSource findOrStart() {
        final MeterSource own = new MeterSource(registry);
        for (CatalogueEntry entry : Catalogue.countersFirst(readings)) {
            final MeterSource found = MeterSource.of(own.register(entry, queue));
            if (found != null) {
                return found;
            }
        }
        return own;
    }

    QueueReadings readings() {
        return readings;
    }

    Peaks peaks() {
        return readings.peaks();
    }

    @Nullable
    QueueTimers timers() {
        return timers;
    }

    /** Null for a queue that nobody listens to. */
    @Nullable
    QueueTimers newTimers() {
        return newTimers == null ? null : newTimers.get();
    }

    /** From now on the queue's works are timed there; null if they are not any more. */
    void show(@Nullable QueueTimers with) {
        timers = readings.listener() == null ? null : with;
    }

    /** The queue is gone; takes the meters back if no other context has a queue of this name. */
    void close() {
        if (readings.listener() != null) {
            readings.listener().remove(this);
        }
        source.leave(this);
    }
}

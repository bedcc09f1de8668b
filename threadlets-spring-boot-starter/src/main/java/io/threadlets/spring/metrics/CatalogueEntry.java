package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A meter that each queue has.
 *
 * @param value read when the meter is; of a time, in nanoseconds
 */
record CatalogueEntry(
        Kind kind,
        String name,
        @Nullable String unit,
        String description,
        Tags tags,
        ToDoubleFunction<QueueReadings> value) {

    /** What is done with the value. */
    enum Kind {
        GAUGE,
        TIME,
        COUNTER
    }

    static CatalogueEntry gauge(
            String name, @Nullable String unit, String description, ToDoubleFunction<QueueReadings> value) {
        return new CatalogueEntry(Kind.GAUGE, name, unit, description, Tags.empty(), value);
    }

    static CatalogueEntry time(String name, String description, ToDoubleFunction<QueueReadings> value) {
        return new CatalogueEntry(Kind.TIME, name, null, description, Tags.empty(), value);
    }

    static CatalogueEntry counter(
            String name, String unit, String description, Tags tags, ToDoubleFunction<QueueReadings> value) {
        return new CatalogueEntry(Kind.COUNTER, name, unit, description, tags, value);
    }

    /**
     * Registers the meter.
     *
     * @param queue the tag that names the queue
     * @return the one that the registry has, which may read another source
     */
    Meter register(MeterRegistry registry, Tags queue, MeterSource source) {
        // Strong: the registry must not show NaN because nobody else holds on to the source. Counters need not be, but
        // for those of a context that others share.
        return switch (kind) {
            case GAUGE ->
                Gauge.builder(name, source, from -> from.read(value))
                        .tags(queue.and(tags))
                        .description(description)
                        .baseUnit(unit)
                        .strongReference(true)
                        .register(registry);
            case TIME ->
                TimeGauge.builder(name, source, TimeUnit.NANOSECONDS, from -> from.read(value))
                        .tags(queue.and(tags))
                        .description(description)
                        .strongReference(true)
                        .register(registry);
            case COUNTER ->
                FunctionCounter.builder(name, source, from -> from.read(value))
                        .tags(queue.and(tags))
                        .description(description)
                        .baseUnit(unit)
                        .register(registry);
        };
    }
}

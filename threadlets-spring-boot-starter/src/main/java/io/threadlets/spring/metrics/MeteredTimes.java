package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.threadlets.spring.inspect.WorkTimes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the timers of the queues, so that what they measure is not measured twice. */
public final class MeteredTimes implements WorkTimes {
    private final Supplier<@Nullable MeterRegistry> registry;

    /**
     * Reads a registry.
     *
     * @param registry asked for each time; null if there is none
     */
    public MeteredTimes(Supplier<@Nullable MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable Times waited(String queue) {
        return times("threadlets.wait", queue);
    }

    @Override
    public @Nullable Times ran(String queue) {
        return times("threadlets.work", queue);
    }

    /** Of all timers of a queue, whatever else they are told apart by. */
    private @Nullable Times times(String name, String queue) {
        final MeterRegistry from = registry.get();
        final Collection<Timer> timers =
                from == null ? List.of() : from.find(name).tag("queue", queue).timers();
        if (timers.isEmpty()) {
            return null;
        }
        long count = 0;
        double total = 0;
        double max = 0;
        for (Timer timer : timers) {
            count += timer.count();
            total += timer.totalTime(TimeUnit.NANOSECONDS);
            max = Math.max(max, timer.max(TimeUnit.NANOSECONDS));
        }
        return new Times(
                count, count == 0 ? Duration.ZERO : Duration.ofNanos((long) (total / count)), Duration.ofNanos((long)
                        max));
    }
}

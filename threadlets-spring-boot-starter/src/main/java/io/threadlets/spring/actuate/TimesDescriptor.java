package io.threadlets.spring.actuate;

import io.threadlets.spring.inspect.WorkTimes;
import org.jspecify.annotations.Nullable;

/**
 * How long something took.
 *
 * @param count how often it was measured
 * @param meanMs the mean
 * @param maxMs the longest of the last minutes
 */
public record TimesDescriptor(long count, long meanMs, long maxMs) {
    static @Nullable TimesDescriptor of(WorkTimes.@Nullable Times times) {
        return times == null
                ? null
                : new TimesDescriptor(
                        times.count(), times.mean().toMillis(), times.max().toMillis());
    }
}

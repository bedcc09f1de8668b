package io.threadlets;

import java.time.Duration;
import java.util.Objects;

/** Checks of arguments whose messages give the rule and the value. */
final class Arguments {
    private Arguments() {}

    static int requireAtLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be >= " + least + " but was " + value);
        }
        return value;
    }

    static String requireText(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank but was '" + value + "'");
        }
        return value;
    }

    static Duration requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be > 0 but was " + value);
        }
        return value;
    }

    static void requireOrdered(String queue, int minThreads, int maxThreads) {
        requireAtLeast(0, "minThreads", minThreads);
        requireAtLeast(1, "maxThreads", maxThreads);
        if (minThreads > maxThreads) {
            throw new IllegalArgumentException("Queue '" + queue + "': maxThreads must be >= minThreads but was "
                    + maxThreads + " < " + minThreads);
        }
    }

    /**
     * In nanoseconds, 0 for what is negative, or the longest time that can still be added to a clock reading without
     * overflow trouble.
     */
    static long saturatedNanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        final long longest = Long.MAX_VALUE / 2;
        return duration.compareTo(Duration.ofNanos(longest)) >= 0 ? longest : duration.toNanos();
    }
}

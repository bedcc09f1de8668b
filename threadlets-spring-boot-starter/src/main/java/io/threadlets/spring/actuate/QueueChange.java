package io.threadlets.spring.actuate;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New settings for a queue; null for what stays as it is.
 *
 * @param capacity {@code Integer.MAX_VALUE} for no limit
 * @param paused whether the queue is to be paused, or resumed
 */
record QueueChange(
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable Integer capacity,
        @Nullable Duration idleTimeout,
        @Nullable Boolean paused) {
    static final String FIELDS = "min, max, capacity, idleTimeout, state, clear, cancel";

    /** More is a slip of the finger: so many stacks take the memory of most machines. */
    private static final int MOST_THREADS = 10_000;

    private static final int MOST_VIRTUAL_THREADS = 100_000;
    private static final int NO_BOUND = -1;

    /** Fails for what no queue can be set to. */
    static QueueChange parse(Input min, Input max, Input capacity, Input idleTimeout, Input state, boolean isVirtual) {
        final int most = isVirtual ? MOST_VIRTUAL_THREADS : MOST_THREADS;
        final Integer room = capacity.integer(NO_BOUND, Integer.MAX_VALUE, "0 or more, or -1 for no limit");
        return new QueueChange(
                min.integer(0, most),
                max.integer(1, most),
                room != null && room == NO_BOUND ? Integer.valueOf(Integer.MAX_VALUE) : room,
                idleTimeout.time(),
                paused(state));
    }

    private static @Nullable Boolean paused(Input state) {
        if (state.value() == null) {
            return null;
        }
        return switch (state.value().strip()) {
            case "paused" -> true;
            case "running" -> false;
            default -> throw state.invalid("must be running or paused", "running or paused");
        };
    }

    boolean isEmpty() {
        return min == null && max == null && capacity == null && idleTimeout == null && paused == null;
    }

    /** The sizes that a queue gets, least and most; fails if it cannot have both. */
    List<Integer> sizes(QueueSnapshot now) {
        final int least = min == null ? now.minThreads() : min;
        final int most = max == null ? now.maxThreads() : max;
        if (least <= most) {
            return List.of(least, most);
        }
        final String queue = "Queue '" + now.name() + "': ";
        if (max == null) {
            throw RefusedRequest.invalid(
                    "min",
                    String.valueOf(least),
                    queue + "min " + least + " would be more than max, which is " + most + ". Send max with it.",
                    "0 to " + most);
        }
        throw RefusedRequest.invalid(
                "max",
                String.valueOf(most),
                queue + "max " + most + " would be less than min, which "
                        + (min == null ? "is " + least + ". Send min with it." : "is to be " + least + "."),
                least + " or more");
    }
}

package io.threadlets.spring.actuate;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.queue.NamedQueue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What can be changed of a queue, in the words in which it is changed.
 *
 * @param min threads that stay
 * @param max most threads at once; null for no limit
 * @param capacity most works that may wait; null for no limit
 * @param idleTimeout how long a thread above the minimum stays idle before it exits; null for a mock
 * @param state running or paused; null where that is not asked for
 */
public record SettingsDescriptor(
        int min,
        @Nullable Integer max,
        @Nullable Integer capacity,
        @Nullable String idleTimeout,
        @Nullable String state) {

    static SettingsDescriptor of(NamedQueue queue) {
        return of(queue, queue.snapshot(), null);
    }

    /** The same with the state. */
    static SettingsDescriptor withState(NamedQueue queue) {
        final QueueSnapshot now = queue.snapshot();
        return of(queue, now, now.paused() ? "paused" : "running");
    }

    private static SettingsDescriptor of(NamedQueue queue, QueueSnapshot now, @Nullable String state) {
        return new SettingsDescriptor(
                now.minThreads(),
                limit(now.maxThreads()),
                limit(now.capacity()),
                written(queue.watched().idleTimeout()),
                state);
    }

    static @Nullable Integer limit(int most) {
        return most == Integer.MAX_VALUE ? null : most;
    }

    /** As people write it: 30s, 1500ms. */
    private static @Nullable String written(@Nullable Duration time) {
        if (time == null) { // a mock's
            return null;
        }
        return time.toNanos() % 1_000_000 == 0 && time.toMillis() % 1_000 == 0
                ? time.toSeconds() + "s"
                : DurationStyle.SIMPLE.print(time, ChronoUnit.MILLIS);
    }
}

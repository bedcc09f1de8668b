package io.threadlets;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is built with; sizes, capacity and idle timeout are the first ones.
 *
 * @param nanoTime the clock of all timeouts and times
 * @param advice what a rejection by the full queue says is to be changed
 */
record QueueConfig(
        String name,
        int minThreads,
        int maxThreads,
        long idleNanos,
        int capacity,
        OnFull onFull,
        ThreadSource threads,
        Listeners listeners,
        boolean times,
        LongSupplier nanoTime,
        String advice) {

    /** The name of queues that nobody is to see; no other has it. */
    static final String REHEARSAL = "";

    boolean isRehearsal() {
        return name.equals(REHEARSAL);
    }

    /** A reading of the clock where times are kept, else 0. */
    long now() {
        return times ? nanoTime.getAsLong() : 0L;
    }

    @Nullable
    Duration elapsed(long sinceNanos, long nowNanos) {
        return times ? Duration.ofNanos(nowNanos - sinceNanos) : null;
    }

    static @Nullable Instant ago(@Nullable Duration elapsed) {
        return elapsed == null ? null : Instant.now().minus(elapsed);
    }
}

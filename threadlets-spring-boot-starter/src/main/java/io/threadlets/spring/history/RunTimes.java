package io.threadlets.spring.history;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How long works of one description ran: how many there were in ranges of time, four to each doubling. Safe from any
 * thread.
 */
final class RunTimes {
    private static final int RANGES_PER_DOUBLING = 4;
    private static final int RANGE_BITS = 2;

    /** Fewer tell nothing. */
    private static final int FEWEST = 20;

    /** Of shorter ones only some are counted, each for so many, since a work that takes no time must not be held up. */
    private static final long SHORT_NANOS = 100_000;

    private static final int SHORT_FOR_ONE = 16;

    private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * RANGES_PER_DOUBLING);

    /** For how many works this one is to be counted; 0 if it is not. */
    static int weight(long nanos) {
        if (nanos >= SHORT_NANOS) {
            return 1;
        }
        return ThreadLocalRandom.current().nextInt(SHORT_FOR_ONE) == 0 ? SHORT_FOR_ONE : 0;
    }

    void add(long nanos, int weight) {
        counts.addAndGet(range(nanos), weight);
    }

    /** The middle one; null if there are too few. */
    @Nullable
    Duration median() {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        if (all < FEWEST) {
            return null;
        }
        long upTo = 0;
        int range = -1;
        while (upTo * 2 < all && range + 1 < counts.length()) {
            range++;
            upTo += counts.get(range);
        }
        return Duration.ofNanos(middle(range));
    }

    private static int range(long nanos) {
        final long atLeast = Math.max(RANGES_PER_DOUBLING, nanos);
        final int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(atLeast);
        return doublings * RANGES_PER_DOUBLING + (int) (atLeast >>> (doublings - RANGE_BITS)) % RANGES_PER_DOUBLING;
    }

    private static long middle(int range) {
        final int doublings = range / RANGES_PER_DOUBLING;
        final long width = 1L << (doublings - RANGE_BITS);
        return (RANGES_PER_DOUBLING + range % RANGES_PER_DOUBLING) * width + width / 2;
    }
}

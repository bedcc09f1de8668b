package io.threadlets.spring.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The highest values of a load in the last minute, which tell of bursts between two scrapes however many scrape. One
 * place for each second, so that a value is shown for 60 to 61 seconds. Safe from any thread.
 */
final class Peaks {
    private static final int SECONDS = 60;
    private static final int PLACES = SECONDS + 1;

    private final LongSupplier nanoTime;
    private final boolean isQueueClock;
    private final long start;

    // Each place has a second and, below it, the highest value then: of two in the same place the greater one counts.
    private final AtomicLongArray running = new AtomicLongArray(PLACES);
    private final AtomicLongArray queued = new AtomicLongArray(PLACES);

    /**
     * @param nanoTime the clock; it never goes back
     * @param isQueueClock whether the queue uses the same clock
     */
    Peaks(LongSupplier nanoTime, boolean isQueueClock) {
        this.nanoTime = nanoTime;
        this.isQueueClock = isQueueClock;
        this.start = nanoTime.getAsLong();
    }

    /** Records the load as it is now. */
    void record(int nowRunning, int nowQueued) {
        raise(nanoTime.getAsLong(), nowRunning, nowQueued);
    }

    /**
     * Records the load at a submission.
     *
     * @param queuesNanos by the queue's clock, since to read a clock once more would cost each submission; 0 where the
     *     queue keeps no times
     */
    void submitted(int nowRunning, int nowQueued, long queuesNanos) {
        raise(isQueueClock && queuesNanos != 0 ? queuesNanos : nanoTime.getAsLong(), nowRunning, nowQueued);
    }

    private void raise(long nanos, int nowRunning, int nowQueued) {
        final long second = second(nanos);
        raise(running, second, nowRunning);
        raise(queued, second, nowQueued);
    }

    int running() {
        return highest(running);
    }

    int queued() {
        return highest(queued);
    }

    /** Not before the first, though a submission may have begun before this was made. */
    private long second(long nanos) {
        return Math.max(TimeUnit.NANOSECONDS.toSeconds(nanos - start), 0);
    }

    private static void raise(AtomicLongArray places, long second, int value) {
        final int place = (int) (second % PLACES);
        final long mark = (second << Integer.SIZE) | value;
        long seen = places.get(place);
        while (mark > seen && !places.compareAndSet(place, seen, mark)) {
            seen = places.get(place);
        }
    }

    private int highest(AtomicLongArray places) {
        final long oldest = second(nanoTime.getAsLong()) - SECONDS;
        int highest = 0;
        for (int i = 0; i < PLACES; i++) {
            final long mark = places.get(i);
            if (mark >> Integer.SIZE >= oldest) {
                highest = Math.max(highest, (int) mark);
            }
        }
        return highest;
    }
}

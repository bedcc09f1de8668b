package io.threadlets;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What has become of works and threads so far, but for the works that threads of the queue have run: they count those
 * themselves, so that a work passes no counter that threads share.
 */
final class Tally {
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder dequeued = new LongAdder();
    final LongAdder rejected = new LongAdder();

    /** Works accepted that are run by their submitters, and not offered to the list. */
    final LongAdder inCallers = new LongAdder();

    /** Works that were offered, and refused after all since the queue was stopped. */
    final LongAdder takenBack = new LongAdder();

    /** Works that are being offered, or were, and may yet be refused, or were. Counted before the offer. */
    final LongAdder provisional = new LongAdder();

    private final AtomicLong mostSubmitted = new AtomicLong();
    private final AtomicInteger largest = new AtomicInteger();

    void ended(@Nullable Throwable failure) {
        (failure == null ? succeeded : failed).increment();
    }

    void endedUnbegun(int phase) {
        (phase == WorkWord.DEQUEUED ? dequeued : failed).increment();
    }

    /** There are so many threads that have begun. */
    void sawThreads(int threads) {
        if (threads > largest.get()) {
            largest.accumulateAndGet(threads, Math::max);
        }
    }

    int largest() {
        return largest.get();
    }

    /**
     * How many works were accepted. Never counts one that may yet be refused, and never goes back, but for
     * {@link #takenBack}: a reading that is too low, since a provisional work was counted and not yet offered, gives
     * way to an earlier one.
     */
    long submitted(long offered) {
        return mostSubmitted.accumulateAndGet(offered - provisional.sum(), Math::max)
                + inCallers.sum()
                - takenBack.sum();
    }
}

package io.threadlets;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has become of works and threads so far, but for the works that {@link Runs} count. No counter allocates, as a
 * striped one would.
 */
final class Counters {
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    final AtomicLong dequeued = new AtomicLong();
    final AtomicLong rejected = new AtomicLong();

    /** Works accepted that are run by their submitters, and not offered to the list. */
    final AtomicLong inCallers = new AtomicLong();

    /** Works that were offered, and refused after all since no thread could be started. */
    final AtomicLong withdrawn = new AtomicLong();

    private final AtomicInteger largest = new AtomicInteger();

    /** How many works ended by having run. */
    record Ended(long succeeded, long failed) {}

    long succeeded() {
        return succeeded.get();
    }

    long failed() {
        return failed.get();
    }

    void ended(@Nullable Throwable failure) {
        (failure == null ? succeeded : failed).incrementAndGet();
    }

    void endedUnbegun(int phase) {
        (phase == WorkWord.DEQUEUED ? dequeued : failed).incrementAndGet();
    }

    void add(long moreSucceeded, long moreFailed) {
        succeeded.addAndGet(moreSucceeded);
        failed.addAndGet(moreFailed);
    }

    /** There are so many threads that have begun. */
    void sawThreads(int threads) {
        int most = largest.get();
        while (threads > most && !largest.compareAndSet(most, threads)) {
            most = largest.get();
        }
    }

    int largest() {
        return largest.get();
    }

    /** How many works were accepted. One that is refused after all may be among them for a moment. */
    long submitted(long offered) {
        return offered - withdrawn.get() + inCallers.get();
    }
}

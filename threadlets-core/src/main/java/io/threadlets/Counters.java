package io.threadlets;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has become of works and threads so far, but for the works that {@link Runs} count. No counter allocates, as a
 * striped one would.
 */
final class Counters {
    final AtomicLong succeeded = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong dequeued = new AtomicLong();
    final AtomicLong rejected = new AtomicLong();

    /** Works accepted that are run by their submitters, and not offered to the list. */
    final AtomicLong inCallers = new AtomicLong();

    /** Works that were offered, and refused after all since no thread could be started. */
    final AtomicLong withdrawn = new AtomicLong();

    /** The most threads that have begun at one time. */
    final AtomicInteger largest = new AtomicInteger();

    /** How many works ended by having run. */
    record Ended(long succeeded, long failed) {}

    void ended(@Nullable Throwable failure) {
        (failure == null ? succeeded : failed).incrementAndGet();
    }
}

package io.threadlets.spring.metrics;

import io.threadlets.QueueSnapshot;
import io.threadlets.QueuedWork;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletRejectedException.Reason;
import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.queue.StoredCounts;
import io.threadlets.spring.queue.StoredQueueDirectory;
import io.threadlets.spring.queue.StoredQueueView;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of one queue's meters, read when they are asked for.
 *
 * @param queue whose they are
 * @param listener null for a queue that the application has built itself
 * @param stores finds what is to be seen of the store, which is made after the meters; null for a queue without one
 * @param isMock whether a test has put something in the queue's place that does nothing
 */
record QueueReadings(
        NamedQueue queue,
        @Nullable QueueListener listener,
        @Nullable StoredQueueDirectory stores,
        boolean isMock,
        Peaks peaks) {
    QueueSnapshot now() {
        return queue.snapshot();
    }

    /** The load as it is now, which may last without another submission. */
    void sample() {
        if (!isMock) {
            final QueueSnapshot now = now();
            peaks.record(now.cur() - now.idle(), now.queued());
        }
    }

    double runningPeak() {
        sample();
        return peaks.running();
    }

    double queuedPeak() {
        sample();
        return peaks.queued();
    }

    /** In nanoseconds. */
    double oldest() {
        final List<QueuedWork> oldest = isMock ? List.of() : queue.watched().queued(1);
        return oldest.isEmpty() ? 0 : nanos(oldest.get(0).age());
    }

    /** In nanoseconds. */
    double longest() {
        final List<RunningWork> running = isMock ? List.of() : queue.watched().running();
        return running.isEmpty() ? 0 : nanos(running.get(0).elapsed());
    }

    /** Not known where a queue keeps no times. */
    private static double nanos(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toNanos();
    }

    double cancelled() {
        return listener == null ? now().dequeued() : listener.cancelled();
    }

    double expired() {
        return listener == null ? 0 : listener.expired();
    }

    private @Nullable StoredQueueView view() {
        return stores == null ? null : stores.view(queue.name());
    }

    /** Not known where the store cannot be reached. */
    double stored(ToDoubleFunction<Snapshot> value) {
        if (stores != null) {
            stores.beginToLook(); // who reads this reads those of the other queues next
        }
        final StoredQueueView view = view();
        final StoreLook look = view == null ? null : view.recentLook();
        final Snapshot numbers = look == null || !look.isReachable() ? null : look.numbers();
        return numbers == null ? Double.NaN : value.applyAsDouble(numbers);
    }

    double storedCount(ToLongFunction<StoredCounts> value) {
        final StoredQueueView view = view();
        return view == null ? 0 : value.applyAsLong(view.counts());
    }

    double rejected(Reason reason) {
        return listener == null ? 0 : listener.rejected(reason);
    }
}

package io.threadlets.spring.metrics;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletRejectedException.Reason;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.queue.MeteredCall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hears of one queue's works what its numbers do not tell: how long they wait and run, why they end before they begin,
 * why they are rejected. Counts from the queue's first work on; times where its meters are shown.
 */
final class QueueListener implements ThreadletListener {
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final Map<Reason, LongAdder> rejected = new EnumMap<>(Reason.class);

    /** One for each registry; nearly always one. */
    private volatile List<QueueMeters> meters = List.of();

    QueueListener() {
        for (Reason reason : Reason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    synchronized void add(QueueMeters more) {
        final List<QueueMeters> all = new ArrayList<>(meters);
        all.add(more);
        meters = List.copyOf(all);
    }

    synchronized void remove(QueueMeters closed) {
        meters = meters.stream().filter(each -> each != closed).toList();
    }

    /** Works taken back before they began, by somebody. */
    long cancelled() {
        return cancelled.sum();
    }

    /** Works taken back before they began, since their time was over. */
    long expired() {
        return expired.sum();
    }

    long rejected(Reason reason) {
        final LongAdder count = rejected.get(reason);
        return count == null ? 0 : count.sum();
    }

    @Override
    public void submitted(ThreadletWork work, int busy, int queued, long nanoTime) {
        for (QueueMeters each : meters) {
            each.peaks().submitted(busy, queued, nanoTime);
        }
    }

    @Override
    public void blocked(ThreadletWork work, long blockedNanos) {
        for (QueueMeters each : meters) {
            final QueueTimers timers = each.timers();
            if (timers != null) {
                timers.blocked(blockedNanos);
            }
        }
    }

    @Override
    public void started(ThreadletWork work, long waitedNanos) {
        for (QueueMeters each : meters) {
            final QueueTimers timers = each.timers();
            if (timers != null) {
                timers.waited(waitedNanos);
            }
        }
    }

    /** A stored call has begun, which waited so long in the store. */
    void firstStarted(long waitedNanos) {
        for (QueueMeters each : meters) {
            final QueueTimers timers = each.timers();
            if (timers != null) {
                timers.firstStarted(waitedNanos);
            }
        }
    }

    @Override
    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
        for (QueueMeters each : meters) {
            final QueueTimers timers = each.timers();
            if (timers != null) {
                timers.ran(work, ranNanos, failure);
            }
        }
    }

    @Override
    public void dequeued(ThreadletWork work, long waitedNanos) {
        (work instanceof MeteredCall call && call.hasTimedOut() ? expired : cancelled).increment();
    }

    @Override
    public void rejected(ThreadletWork work, ThreadletRejectedException why) {
        final LongAdder count = rejected.get(why.reason());
        if (count != null) {
            count.increment();
        }
    }
}

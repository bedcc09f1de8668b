package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reports that a queue is full, once, and that it no longer is. Seen from its numbers, so that it costs works and
 * submissions nothing. Used by one thread at a time.
 */
final class FullQueue implements Runnable {
    /** How often to look. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Log LOG = LogFactory.getLog(FullQueue.class);

    /** A queue that is full again sooner is not reported again until then. */
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    private final ThreadletQueue queue;
    private final String advice;
    private final LongSupplier nanoTime;

    private boolean isReported;
    private boolean hasReported;
    private long reportedNanos;
    private long refusedAtLook;
    private long refusedAtReport;

    /** @param advice what to change */
    FullQueue(ThreadletQueue queue, String advice, LongSupplier nanoTime) {
        this.queue = queue;
        this.advice = advice;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException e) { // it would be the last look
            LOG.error(queue.name() + ": it could not be looked whether the queue is full", e);
        }
    }

    private void look() {
        if (queue.isShutdown()) { // it refuses for another reason
            return;
        }
        final QueueSnapshot now = queue.snapshot();
        final boolean runsInCallers = runsInCallers(now);
        final boolean isFull = now.rejected() > refusedAtLook
                || (now.capacity() > 0 && now.queued() >= now.capacity())
                || runsInCallers;
        if (isFull && !isReported && isDue()) {
            reportFull(now, runsInCallers);
        } else if (!isFull && isReported) {
            reportOver(now);
        }
        refusedAtLook = now.rejected();
    }

    private boolean runsInCallers(QueueSnapshot now) {
        return QueueLoad.isBusy(now) && queue.running().stream().anyMatch(work -> !queue.owns(work.thread()));
    }

    private boolean isDue() {
        return !hasReported || sinceReport().compareTo(BETWEEN_REPORTS) >= 0;
    }

    private Duration sinceReport() {
        return Duration.ofNanos(nanoTime.getAsLong() - reportedNanos);
    }

    private void reportFull(QueueSnapshot now, boolean runsInCallers) {
        isReported = true;
        hasReported = true;
        reportedNanos = nanoTime.getAsLong();
        LOG.warn(now.name() + ": full: " + (now.cur() - now.idle()) + " of " + now.maxThreads() + " threads busy, "
                + now.queued() + " of " + now.capacity() + " waiting" + (now.paused() ? ", paused" : "")
                + refused(now) + (runsInCallers ? ", works run in their callers" : "") + "." + longest() + " "
                + advice);
        refusedAtReport = now.rejected();
    }

    private void reportOver(QueueSnapshot now) {
        isReported = false;
        LOG.warn(now.name() + ": no longer full, after " + QueueWords.age(sinceReport()) + refused(now));
        refusedAtReport = now.rejected();
    }

    /** Since the last report, those left out that were not reported included. */
    private String refused(QueueSnapshot now) {
        final long refused = now.rejected() - refusedAtReport;
        return refused == 0 ? "" : ", " + QueueWords.works(refused) + " refused";
    }

    private String longest() {
        final List<RunningWork> running = queue.running();
        if (running.isEmpty()) {
            return "";
        }
        final RunningWork longest = running.get(0);
        final Duration elapsed = longest.elapsed();
        return " Longest running: " + longest.description() + (elapsed == null ? "" : ", " + QueueWords.age(elapsed))
                + ".";
    }
}

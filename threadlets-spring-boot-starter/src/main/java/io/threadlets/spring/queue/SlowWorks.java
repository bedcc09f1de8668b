package io.threadlets.spring.queue;

import io.threadlets.RunningWork;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.QueueWords;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reports the works of one queue that run longer than they should: with the stack, again without it each time the
 * duration has doubled, and when they have ended. Used by one thread.
 */
final class SlowWorks implements Runnable {
    private static final Log LOG = LogFactory.getLog(SlowWorks.class);
    private static final int LOOKS_PER_LIMIT = 10;
    private static final Duration RAREST_LOOK = Duration.ofSeconds(5);
    private static final Duration MOST_FREQUENT_LOOK = Duration.ofMillis(10);

    private final NamedQueue queue;
    private final Duration limit;
    private final String property;
    private final WorkIds ids;
    private final UsualTimes usual;
    private IdentityHashMap<ThreadletWork, Slow> known = new IdentityHashMap<>();

    /** @param nextReport how long it must have run to be reported again */
    private record Slow(long id, Duration elapsed, Duration nextReport) {}

    /** @param property what sets the limit */
    SlowWorks(NamedQueue queue, Duration limit, String property, WorkIds ids, UsualTimes usual) {
        this.queue = queue;
        this.limit = limit;
        this.property = property;
        this.ids = ids;
        this.usual = usual;
    }

    /** How often to look: often enough to be about right, and never so often that it costs. */
    Duration every() {
        final Duration some = limit.dividedBy(LOOKS_PER_LIMIT);
        if (some.compareTo(RAREST_LOOK) > 0) {
            return RAREST_LOOK;
        }
        return some.compareTo(MOST_FREQUENT_LOOK) < 0 ? MOST_FREQUENT_LOOK : some;
    }

    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException e) { // it would be the last look
            LOG.error("Queue '" + queue.name() + "': its slow works could not be looked for", e);
        }
    }

    private void look() {
        final IdentityHashMap<ThreadletWork, Slow> before = known;
        final IdentityHashMap<ThreadletWork, Slow> now = new IdentityHashMap<>();
        final long from = System.nanoTime();
        final List<RunningWork> running = queue.watched().running();
        final WorkIds.Listing listing = WorkIds.Listing.since(from);
        for (RunningWork work : running) {
            final Duration elapsed = work.elapsed();
            if (elapsed == null || elapsed.compareTo(limit) < 0 || now.containsKey(work.work())) {
                continue; // on a second thread if it was submitted again when it had ended: the longer is told of
            }
            Slow slow = before.get(work.work());
            // Less than before: the work has ended, and runs again.
            if (slow != null && elapsed.compareTo(slow.elapsed()) >= 0) {
                before.remove(work.work());
            } else {
                slow = new Slow(ids.of(work, listing).id(), elapsed, limit);
            }
            now.put(work.work(), reportIfDue(work, slow, elapsed));
        }
        known = now;
        before.values().forEach(this::reportEnd);
    }

    private Slow reportIfDue(RunningWork work, Slow slow, Duration elapsed) {
        if (elapsed.compareTo(slow.nextReport()) < 0) {
            return new Slow(slow.id(), elapsed, slow.nextReport());
        }
        final Thread thread = work.thread();
        final Throwable where = new Throwable("The stack of " + thread.getName());
        where.setStackTrace(thread.getStackTrace());
        final boolean isFirst = slow.nextReport().equals(limit);
        final Duration median = usual.median(queue.name(), work.description());
        LOG.warn(
                queue.name() + ": work " + slow.id() + " '" + work.description() + "' has run "
                        + QueueWords.age(elapsed) + " on thread " + thread.getName()
                        + (median == null ? "" : " (its median is " + QueueWords.age(median) + ")")
                        + Frames.tellingOne(where.getStackTrace())
                                .map(frame -> ", at " + frame)
                                .orElse("")
                        + (isFirst ? "; stack follows." : ".") + lock(thread) + " Expected? Raise " + property
                        + " (0 for no report). Next report after " + QueueWords.age(elapsed.multipliedBy(2)),
                isFirst ? where : null);
        return new Slow(slow.id(), elapsed, elapsed.multipliedBy(2));
    }

    /** What a thread waits for, and who holds that. Not known of virtual threads. */
    private static String lock(Thread thread) {
        final @Nullable ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
        final @Nullable LockInfo lock = info == null ? null : info.getLockInfo();
        final @Nullable String holder = info == null ? null : info.getLockOwnerName();
        return lock == null
                ? ""
                : " It waits for " + lock + (holder == null ? "" : ", which " + holder + " holds") + ".";
    }

    private void reportEnd(Slow slow) {
        LOG.info(queue.name() + ": work " + slow.id() + " finished after " + QueueWords.age(slow.elapsed())
                + " (was reported slow"
                + (known.isEmpty()
                        ? ""
                        : "; " + known.size() + (known.size() == 1 ? " other" : " others") + " still slow")
                + ")");
    }
}

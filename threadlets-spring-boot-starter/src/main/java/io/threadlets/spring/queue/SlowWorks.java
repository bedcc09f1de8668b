package io.threadlets.spring.queue;

import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.IdentityHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reports the works of one queue that run longer than they should: with the stack, again each time the duration has
 * doubled, and when they have ended. Used by one thread.
 */
final class SlowWorks implements Runnable {
    private static final Log LOG = LogFactory.getLog(SlowWorks.class);
    private static final int LOOKS_PER_LIMIT = 10;
    private static final Duration RAREST_LOOK = Duration.ofSeconds(5);
    private static final Duration MOST_FREQUENT_LOOK = Duration.ofMillis(10);

    private final ThreadletQueue queue;
    private final Duration limit;
    private final String property;
    private IdentityHashMap<ThreadletWork, Slow> known = new IdentityHashMap<>();

    /** @param nextReport how long it must have run to be reported again */
    private record Slow(String description, Duration elapsed, Duration nextReport) {}

    /** @param property what sets the limit */
    SlowWorks(ThreadletQueue queue, Duration limit, String property) {
        this.queue = queue;
        this.limit = limit;
        this.property = property;
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
        for (RunningWork work : queue.running()) {
            final Duration elapsed = work.elapsed();
            if (elapsed == null || elapsed.compareTo(limit) < 0 || now.containsKey(work.work())) {
                continue; // on a second thread if it was submitted again when it had ended: the longer is told of
            }
            Slow slow = before.get(work.work());
            // Less than before: the work has ended, and runs again.
            if (slow != null && elapsed.compareTo(slow.elapsed()) >= 0) {
                before.remove(work.work());
            } else {
                slow = new Slow(work.description(), elapsed, limit);
            }
            now.put(work.work(), reportIfDue(work, slow, elapsed));
        }
        known = now;
        before.values().forEach(this::reportEnd);
    }

    private Slow reportIfDue(RunningWork work, Slow slow, Duration elapsed) {
        if (elapsed.compareTo(slow.nextReport()) < 0) {
            return new Slow(slow.description(), elapsed, slow.nextReport());
        }
        final Thread thread = work.thread();
        final Throwable where = new Throwable("The stack of " + thread.getName());
        where.setStackTrace(thread.getStackTrace());
        LOG.warn(
                queue.name() + ": " + slow.description() + " has run " + QueueWords.time(elapsed) + " on thread "
                        + thread.getName()
                        + Frames.tellingOne(where.getStackTrace())
                                .map(frame -> ", at " + frame)
                                .orElse("")
                        + "; stack follows. Expected? Raise " + property
                        + " (0 for no report). Next report after " + QueueWords.time(elapsed.multipliedBy(2)),
                where);
        return new Slow(slow.description(), elapsed, elapsed.multipliedBy(2));
    }

    private void reportEnd(Slow slow) {
        LOG.info(queue.name() + ": " + slow.description() + ", reported slow, has ended after about "
                + QueueWords.time(slow.elapsed())
                + (known.isEmpty() ? "" : "; " + QueueWords.works(known.size()) + " still slow"));
    }
}

package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One stop of all queues: let them finish, then interrupt, then say what did not end.
 *
 * <p>While they finish they go on accepting, since a work of one queue may need another to come to its end; all are
 * quiet when none has anything to do.
 */
final class QueueStop {
    /** What an interrupted work gets to clean up before it is reported. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final Log LOG = LogFactory.getLog(QueueStop.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Collection<ThreadletQueue> queues;
    private final Duration timeout;
    private final long begin = System.nanoTime();
    private final Map<ThreadletQueue, Integer> found = new HashMap<>();
    private boolean wasInterrupted;

    /** @param timeout until works are interrupted; zero interrupts at once */
    QueueStop(Collection<ThreadletQueue> queues, Duration timeout) {
        this.queues = queues;
        this.timeout = timeout;
    }

    /** For good: afterwards the queues accept nothing. */
    void close() {
        announce("closing");
        awaitQuiet();
        if (hasTimeLeft(timeout)) {
            queues.forEach(ThreadletQueue::shutdown);
        }
        final Map<ThreadletQueue, Late> late = new LinkedHashMap<>();
        for (ThreadletQueue queue : queues) {
            if (hasTimeLeft(timeout) && awaitTermination(queue, timeout)) {
                reportQuiet("closed", queue);
            } else {
                final List<String> running = describe(queue.running());
                late.put(queue, new Late(running, drop(queue)));
            }
        }
        final Duration untilReport = elapsed().plus(GRACE);
        late.forEach((queue, works) -> {
            awaitTermination(queue, untilReport);
            report("closed", queue, works, queue.running());
        });
        restoreInterrupt();
    }

    /**
     * Until a resume: what is accepted meanwhile waits.
     *
     * @return the queues that this call paused
     */
    Set<ThreadletQueue> pause() {
        announce("stopping");
        awaitQuiet();
        final Set<ThreadletQueue> paused =
                queues.stream().filter(queue -> !queue.snapshot().paused()).collect(Collectors.toSet());
        paused.forEach(ThreadletQueue::pause);
        awaitIdle(timeout);
        final Map<ThreadletQueue, Late> late = new LinkedHashMap<>();
        for (ThreadletQueue queue : queues) {
            final List<RunningWork> running = onOwnThreads(queue);
            if (running.isEmpty()) {
                reportQuiet("stopped", queue);
            } else {
                late.put(queue, new Late(describe(running), List.of()));
                // Paused, the thread takes no other work that this could hit instead; and a work begins uninterrupted.
                running.forEach(work -> work.thread().interrupt());
            }
        }
        if (!late.isEmpty()) {
            awaitIdle(elapsed().plus(GRACE));
        }
        late.forEach((queue, works) -> report("stopped", queue, works, onOwnThreads(queue)));
        restoreInterrupt();
        return paused;
    }

    /** Without what callers run themselves: their threads are not the queue's to interrupt. */
    private static List<RunningWork> onOwnThreads(ThreadletQueue queue) {
        return queue.running().stream()
                .filter(work -> queue.owns(work.thread()))
                .toList();
    }

    /** What a queue had not finished in time. */
    private record Late(List<String> interrupted, List<String> dropped) {}

    // ---- waiting ----

    private void awaitQuiet() {
        await(timeout, queue -> isIdle(queue) && (queue.queued() == 0 || queue.paused()));
    }

    private void awaitIdle(Duration until) {
        await(until, QueueStop::isIdle);
    }

    private static boolean isIdle(QueueSnapshot queue) {
        return queue.cur() == queue.idle();
    }

    private void await(Duration until, Predicate<QueueSnapshot> isReached) {
        while (!queues.stream().map(ThreadletQueue::snapshot).allMatch(isReached) && hasTimeLeft(until)) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean awaitTermination(ThreadletQueue queue, Duration until) {
        try {
            return queue.awaitTermination(hasTimeLeft(until) ? until.minus(elapsed()) : Duration.ZERO);
        } catch (InterruptedException e) {
            wasInterrupted = true;
            return queue.isTerminated();
        }
    }

    /** Who interrupts a stop wants it to end: the time is then over. */
    private boolean hasTimeLeft(Duration until) {
        wasInterrupted |= Thread.interrupted();
        return !wasInterrupted && elapsed().compareTo(until) < 0;
    }

    private void restoreInterrupt() {
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    // ---- telling ----

    private void announce(String doing) {
        for (ThreadletQueue queue : queues) {
            final QueueSnapshot now = queue.snapshot();
            final int running = now.cur() - now.idle();
            found.put(queue, running + now.queued());
            if (running + now.queued() > 0) {
                LOG.info(now.name() + ": " + doing + ": " + running + " running, " + now.queued() + " waiting, up to "
                        + QueueWords.seconds(timeout));
            }
        }
    }

    private void reportQuiet(String done, ThreadletQueue queue) {
        final int works = found.getOrDefault(queue, 0);
        final int waiting = queue.snapshot().queued();
        if (waiting > 0) {
            LOG.info(queue.name() + ": " + done + " in " + QueueWords.seconds(elapsed()) + "; "
                    + QueueWords.works(waiting) + " waiting for the next start");
        } else if (works > 0) {
            LOG.info(queue.name() + ": " + done + " in " + QueueWords.seconds(elapsed()) + ": all "
                    + QueueWords.works(works) + " finished");
        }
    }

    private void report(String done, ThreadletQueue queue, Late late, List<RunningWork> stillRunning) {
        if (late.interrupted().isEmpty() && late.dropped().isEmpty() && stillRunning.isEmpty()) {
            reportQuiet(done, queue);
            return;
        }
        final StringBuilder text = new StringBuilder(queue.name() + ": " + done + " after "
                + QueueWords.seconds(elapsed()) + "; not finished within " + QueueWords.seconds(timeout));
        if (!late.interrupted().isEmpty()) {
            text.append("; ")
                    .append(QueueWords.works(late.interrupted().size()))
                    .append(" interrupted: ");
            text.append(QueueWords.counted(late.interrupted()));
        }
        if (!late.dropped().isEmpty()) {
            text.append("; ").append(QueueWords.works(late.dropped().size())).append(" never started: ");
            text.append(QueueWords.counted(late.dropped()));
        }
        if (!stillRunning.isEmpty()) {
            text.append("; still running: ");
            text.append(stillRunning.stream()
                    .map(work ->
                            work.description() + " on thread " + work.thread().getName())
                    .collect(Collectors.joining(", ")));
        }
        LOG.warn(text);
    }

    private static List<String> describe(List<RunningWork> works) {
        return works.stream().map(RunningWork::description).toList();
    }

    private static List<String> drop(ThreadletQueue queue) {
        return queue.shutdownNow().stream().map(QueueStop::describe).toList();
    }

    /** What a work says of itself must not keep the others from being stopped. */
    private static String describe(ThreadletWork work) {
        try {
            return work.describe();
        } catch (RuntimeException e) {
            return work.getClass().getName();
        }
    }
}

package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One stop of all queues: let them finish, then interrupt, then say what became of their works.
 *
 * <p>While they finish they go on accepting, since a work of one queue may need another to come to its end, and so may
 * a call that goes on without a thread; all are quiet when none has anything to do.
 */
final class QueueStop {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final QueueRegistry registry;
    private final OpenCalls calls;
    private final StopTimes times;
    private final Map<ThreadletQueue, StopCount> queues = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private boolean wasInterrupted;

    QueueStop(QueueRegistry registry, StopTimes times) {
        this.registry = registry;
        this.calls = registry.openCalls();
        this.times = times;
    }

    /** For good: afterwards the queues accept nothing. */
    void close() {
        final StopReport report = begin("closing", "closed");
        awaitQuiet();
        if (hasTimeLeft(times.drain())) { // else what waits in a paused queue would begin
            queues.keySet().forEach(ThreadletQueue::shutdown);
        }
        final boolean isInTime = awaitTermination();
        if (!isInTime) {
            queues.forEach(this::dropAndInterrupt);
            awaitGrace(queue -> queue.isTerminated() || (!queue.running().isEmpty() && hasOnlySpared(queue)));
        }
        report.end(elapsed(), isInTime);
        restoreInterrupt();
    }

    /**
     * Until a resume: what is accepted meanwhile waits.
     *
     * @return the queues that this call paused
     */
    Set<ThreadletQueue> pause() {
        final StopReport report = begin("stopping", "stopped");
        awaitQuiet();
        final Set<ThreadletQueue> paused = queues.keySet().stream()
                .filter(queue -> !queue.snapshot().paused())
                .collect(Collectors.toSet());
        paused.forEach(ThreadletQueue::pause);
        // What had claimed a thread before may still begin.
        final boolean isInTime = await(
                times.drain(),
                () -> queues.keySet().stream().allMatch(queue -> isIdle(queue.snapshot())) && calls.isEmpty());
        if (!isInTime) {
            queues.forEach(this::interruptEach);
            awaitGrace(this::hasOnlySpared);
        }
        report.end(elapsed(), isInTime);
        restoreInterrupt();
        return paused;
    }

    private StopReport begin(String doing, String done) {
        calls.note();
        final Set<OpenCalls.Open> open = calls.open();
        for (ThreadletQueue queue : registry.known()) {
            queues.put(queue, new StopCount(queue));
        }
        final StopReport report = new StopReport(queues, calls, times, done);
        report.begin(doing, open);
        return report;
    }

    // ---- what does not end in time ----

    private void dropAndInterrupt(ThreadletQueue queue, StopCount count) {
        count.interrupt(queue.running());
        for (ThreadletWork work : queue.shutdownNow()) {
            count.know(work, QueueWords.description(work), Fate.NEVER_BEGUN);
        }
        count.interrupt(queue.running()); // those that began in between
    }

    /**
     * Interrupts the queue's own threads: what callers run is not the queue's to interrupt. No thread takes another
     * work that this could hit instead; and a work begins uninterrupted.
     */
    private void interruptEach(ThreadletQueue queue, StopCount count) {
        final List<RunningWork> running = queue.running().stream()
                .filter(work -> queue.owns(work.thread()))
                .toList();
        count.interrupt(running);
        running.stream()
                .filter(work -> !count.isSpared(work.work()) && !(work.work() instanceof SelfInterrupting))
                .forEach(work -> work.thread().interrupt());
    }

    // ---- waiting ----

    /** Looked at twice, since one may hand to the other between two looks: nothing was accepted between two alike. */
    private void awaitQuiet() {
        long before = -1;
        while (hasTimeLeft(times.drain())) {
            final long accepted = acceptedIfQuiet();
            if (accepted >= 0 && accepted == before) {
                return;
            }
            before = accepted;
            if (accepted < 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** How many works and calls there have been; -1 if one of them has not ended. */
    private long acceptedIfQuiet() {
        long accepted = calls.opened();
        for (ThreadletQueue queue : queues.keySet()) {
            final QueueSnapshot now = queue.snapshot();
            if (!isIdle(now)
                    || (now.queued() > 0 && !now.paused())
                    || !queue.running().isEmpty()) {
                return -1;
            }
            accepted += now.submitted();
        }
        return calls.isEmpty() ? accepted : -1;
    }

    private static boolean isIdle(QueueSnapshot queue) {
        return queue.cur() == queue.idle();
    }

    private boolean awaitTermination() {
        boolean isTerminated = true;
        for (ThreadletQueue queue : queues.keySet()) {
            isTerminated &= awaitTermination(queue);
        }
        return isTerminated && await(times.drain(), calls::isEmpty);
    }

    private boolean awaitTermination(ThreadletQueue queue) {
        try {
            return hasTimeLeft(times.drain())
                    && queue.awaitTermination(times.drain().minus(elapsed()));
        } catch (InterruptedException e) {
            wasInterrupted = true;
            return false;
        }
    }

    /** For what was interrupted; the calls that go on without a thread are cancelled, later ones too. */
    private void awaitGrace(Predicate<ThreadletQueue> hasEnded) {
        await(elapsed().plus(times.grace()), () -> {
            calls.cancelAll(registry.deadlines()::now);
            return queues.keySet().stream().allMatch(hasEnded) && calls.isEmpty();
        });
    }

    /** Those are not waited for, nor is what callers go on with while the queue is paused. */
    private boolean hasOnlySpared(ThreadletQueue queue) {
        final StopCount count = Objects.requireNonNull(queues.get(queue));
        return queue.running().stream()
                .allMatch(work -> count.isSpared(work.work()) || !(queue.isShutdown() || queue.owns(work.thread())));
    }

    private boolean await(Duration until, BooleanSupplier isReached) {
        boolean hasReached = isReached.getAsBoolean();
        while (!hasReached && hasTimeLeft(until)) {
            LockSupport.parkNanos(POLL_NANOS);
            hasReached = isReached.getAsBoolean();
        }
        return hasReached;
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
}

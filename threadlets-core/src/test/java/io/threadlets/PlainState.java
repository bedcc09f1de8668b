package io.threadlets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the one lock of a {@link PlainEngine} guards: the works that wait, the counts, the runs, and who sleeps until
 * something changes. Every change ends with {@link #settle}, which wakes whoever can go on.
 */
final class PlainState {
    private final PlainEngine engine;
    final QueueConfig config;
    final ReentrantLock lock = new ReentrantLock();
    final Condition termination = lock.newCondition();
    final WorkList works;
    final PlainCounts counts;

    /** Idle threads that nobody has signalled; the most recently idle one last. */
    final ArrayDeque<PlainWorker> waiting = new ArrayDeque<>();

    /** How many of those wait without a deadline, since they could not leave when it passes. */
    int untimed;

    /** Submitters that wait for room, in the order of arrival. */
    final ArrayDeque<Condition> blocked = new ArrayDeque<>();

    /** What runs, in the order of starting. */
    final Set<WorkRun> runs = new LinkedHashSet<>();

    /** How many submitters run works. */
    int callers;

    /** What runs count. */
    final Counters counters = new Counters();

    private int lastNumber;

    /** Whether shutdownNow took back what waited. */
    boolean stopped;

    boolean terminated;

    private final String whyDequeued;

    PlainState(PlainEngine engine, QueueConfig config) {
        this.engine = engine;
        this.config = config;
        this.works = new WorkList();
        this.counts = new PlainCounts(works, config);
        this.whyDequeued = "Taken off queue '" + config.name() + "' before it began";
    }

    /** Changes something under the lock, and settles. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Brings about what the counts say: who is to leave, who is to be awake, who has room, whether all is over. */
    void settle() {
        counts.keepNeeded();
        counts.dismissSurplus();
        for (int missing = counts.wanted() - counts.awake(waiting.size());
                missing > 0 && !waiting.isEmpty();
                missing--) {
            wake(waiting.getLast());
        }
        if (untimed > 0 && counts.mayTimeOut()) {
            List.copyOf(waiting).forEach(this::wake);
        }
        final Condition next = blocked.peekFirst();
        if (next != null && counts.hasRoom()) {
            next.signal();
        }
        if (counts.shutdown && !terminated && counts.isQuiet() && callers == 0) {
            terminated = true;
            termination.signalAll();
        }
    }

    private void wake(PlainWorker worker) {
        noLongerWaiting(worker);
        worker.wake.signal();
    }

    void noLongerWaiting(PlainWorker worker) {
        if (worker.isWaiting) {
            worker.isWaiting = false;
            waiting.removeLastOccurrence(worker);
        }
    }

    Refusal refusal(ThreadletWork work, Refusal.Why why, @Nullable Throwable cause) {
        counts.rejected++;
        final long now = config.now();
        final WorkList.Place oldest = works.first();
        return new Refusal(
                why,
                work,
                engine,
                counts.snapshot(config.name(), counters),
                oldest == null ? null : config.elapsed(oldest.submittedNanos, now),
                cause,
                config.advice(),
                counts.shutdown ? System.currentTimeMillis() : 0); // when it was is not what this engine is for
    }

    // ---- how works begin and end ----

    /** Counts a work as submitted, which is certain to stay so. */
    void countSubmitted(WorkList.Place place) {
        if (!place.counted) {
            place.counted = true;
            counts.submitted++;
        }
    }

    /** For the calling thread. */
    WorkRun newRun(WorkRun.Kind kind) {
        final WorkRun run = new WorkRun(engine, config, kind, counters, () -> stopped);
        change(() -> run.entered(++lastNumber, false));
        return run;
    }

    /** Takes a work that waited, for the thread of the run. */
    void take(WorkList.Place place, WorkRun run) {
        countSubmitted(place);
        works.remove(place);
        requireTaken(place.work.tryStart(engine, place.work.word()));
        run.accept(place.work, place.home, place.submittedNanos, 0);
        runs.add(run);
    }

    /** A work that ended before it began. To be told of outside the lock. */
    record Unbegun(WorkList.Place place, long waitedNanos, int phase, Throwable why) {
        void tell(Listeners listeners) {
            if (phase == WorkWord.DEQUEUED) {
                listeners.dequeued(place.work, waitedNanos);
            } else {
                listeners.finished(place.work, 0, why);
            }
            Completion.deliver(place.work, place.home, why);
        }
    }

    Unbegun dequeue(WorkList.Place place) {
        return endUnbegun(place, WorkWord.DEQUEUED, new DequeuedException(whyDequeued, false));
    }

    Unbegun fail(WorkList.Place place, Throwable cause) {
        return endUnbegun(place, WorkWord.FAILED, cause);
    }

    /** Dequeues all, to be handed to who shuts down. */
    List<Unbegun> dequeueAll() {
        final List<Unbegun> all = new ArrayList<>();
        for (WorkList.Place place = works.first(); place != null; place = works.first()) {
            all.add(endUnbegun(place, WorkWord.DEQUEUED, new DequeuedException(whyDequeued, true)));
        }
        return all;
    }

    private Unbegun endUnbegun(WorkList.Place place, int phase, Throwable why) {
        countSubmitted(place);
        takeOut(place);
        if (phase == WorkWord.DEQUEUED) {
            counts.dequeued++;
        } else {
            counts.failed++;
        }
        place.work.end(phase);
        return new Unbegun(place, config.now() - place.submittedNanos, phase, why);
    }

    /** Takes back a work that was accepted, as if it had never been. */
    void withdraw(WorkList.Place place) {
        takeOut(place);
        place.release();
    }

    private void takeOut(WorkList.Place place) {
        works.remove(place);
        requireTaken(place.work.tryDequeue(engine, place.work.word()));
    }

    private static void requireTaken(boolean taken) {
        if (!taken) {
            throw new IllegalStateException("a work left its place without the lock");
        }
    }

    /** Waits its turn for room; returns why there is none to be had, or null. */
    @SuppressWarnings("ReferenceEquality") // conditions have no other
    Refusal.@Nullable Why awaitRoom() {
        final Condition turn = lock.newCondition();
        blocked.addLast(turn);
        try {
            while (!counts.shutdown) {
                if (blocked.peekFirst() == turn && counts.hasRoom()) {
                    return null;
                }
                turn.await();
            }
            return Refusal.Why.SHUTDOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusal.Why.INTERRUPTED;
        } finally {
            blocked.remove(turn);
        }
    }
}

package io.threadlets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the one lock of a {@link PlainEngine} guards: the works that wait, the counts, the runs, and who sleeps until
 * something changes. Every change ends with {@link #settle}, which wakes whoever can go on.
 */
final class PlainState {
    final QueueConfig config;
    final ReentrantLock lock = new ReentrantLock();
    final Condition termination = lock.newCondition();
    final WorkList works = new WorkList();
    final PlainCounts counts;

    /** Idle threads that nobody has signalled; the most recently idle one last. */
    final ArrayDeque<PlainWorker> waiting = new ArrayDeque<>();

    /** How many of those wait without a deadline, since they could not leave when it passes. */
    int untimed;

    /** Submitters that wait for room, in the order of arrival. */
    final ArrayDeque<Condition> blocked = new ArrayDeque<>();

    /** What runs, in the order of starting. */
    final Set<WorkRun> runs = new LinkedHashSet<>();

    final CallerRuns callers = new CallerRuns();

    /** Whether shutdownNow took back what waited. */
    boolean stopped;

    boolean terminated;

    private final String whyDequeued;

    PlainState(QueueConfig config) {
        this.config = config;
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
        if (counts.shutdown && !terminated && counts.isQuiet() && callers.isEmpty()) {
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

    Admission.Refused refusal(Admission.Why why, @Nullable Throwable cause) {
        counts.rejected++;
        final long now = config.now();
        final WorkList.Place oldest = works.first();
        return new Admission.Refused(
                why,
                counts.snapshot(config.name()),
                oldest == null ? null : config.elapsed(oldest.work.submittedNanos(), now),
                runs.isEmpty() ? null : runs.iterator().next(),
                now,
                cause);
    }

    // ---- how works begin and end ----

    /** Counts a work as submitted, which is certain to stay so. */
    void countSubmitted(WorkList.Place place) {
        if (!place.counted) {
            place.counted = true;
            counts.submitted++;
        }
    }

    /** Begins a work that waited, on the calling thread. */
    WorkRun begin(WorkList.Place place) {
        countSubmitted(place);
        works.remove(place);
        return begin(place.work);
    }

    WorkRun begin(ThreadletWork work) {
        final WorkRun run = new WorkRun(work, Thread.currentThread(), config);
        runs.add(run);
        return run;
    }

    /** The run that the thread is in the body of, innermost if they nest. */
    @Nullable
    WorkRun lastRunOn(Thread thread) {
        WorkRun last = null;
        for (WorkRun run : runs) {
            last = run.isOn(thread) ? run : last;
        }
        return last;
    }

    void ended(WorkRun run, @Nullable Throwable failure) {
        change(() -> {
            runs.remove(run);
            if (failure == null) {
                counts.succeeded++;
            } else {
                counts.failed++;
            }
        });
    }

    /** A work that ended before it began, with its home as it was then. To be told of outside the lock. */
    record Unbegun(ThreadletWork work, @Nullable Executor home, long waitedNanos, boolean dequeued, Throwable why) {
        void tell(Listeners listeners) {
            if (dequeued) {
                listeners.dequeued(work, waitedNanos);
            } else {
                listeners.finished(work, 0, why);
            }
            Completion.deliver(work, home, why);
        }
    }

    Unbegun dequeue(WorkList.Place place) {
        return dequeue(place, new DequeuedException(whyDequeued, false));
    }

    Unbegun fail(WorkList.Place place, Throwable cause) {
        final Unbegun unbegun = remove(place, false, cause);
        counts.failed++;
        place.work.markFailed();
        return unbegun;
    }

    /** Dequeues all, to be handed to who shuts down. */
    List<Unbegun> dequeueAll() {
        final List<Unbegun> all = new ArrayList<>();
        for (WorkList.Place place = works.first(); place != null; place = works.first()) {
            all.add(dequeue(place, new DequeuedException(whyDequeued, true)));
        }
        return all;
    }

    private Unbegun dequeue(WorkList.Place place, DequeuedException why) {
        final Unbegun unbegun = remove(place, true, why);
        counts.dequeued++;
        place.work.markDequeued();
        return unbegun;
    }

    private Unbegun remove(WorkList.Place place, boolean dequeued, Throwable why) {
        countSubmitted(place);
        works.remove(place);
        final ThreadletWork work = place.work;
        return new Unbegun(work, work.home(), config.now() - work.submittedNanos(), dequeued, why);
    }
}

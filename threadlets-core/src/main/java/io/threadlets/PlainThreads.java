package io.threadlets;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of a {@link PlainEngine}: how they are started, find something to do, idle and leave. */
final class PlainThreads {
    private static final Logger LOG = System.getLogger("io.threadlets");

    private final PlainState state;
    private final PlainCounts counts;
    private final QueueConfig config;

    /** Guarded by the lock, like the next. */
    private final Set<Thread> live = new HashSet<>();

    /** Threads that left, as long as they may still be alive. */
    private final List<Thread> exited = new ArrayList<>();

    PlainThreads(PlainState state) {
        this.state = state;
        this.counts = state.counts;
        this.config = state.config;
    }

    boolean contains(Thread thread) {
        return live.contains(thread);
    }

    List<Thread> exited() {
        return List.copyOf(exited);
    }

    /** Changes something under the lock, and starts the threads that are wanted then. */
    void grow(Runnable change) {
        final int starts;
        state.lock.lock();
        try {
            change.run();
            starts = counts.grow();
            state.settle();
        } finally {
            state.lock.unlock();
        }
        start(starts, null);
    }

    /**
     * Starts threads that the counts already have.
     *
     * @param own the place of the work that is being submitted, if any
     * @throws ThreadletRejectedException if one cannot be started and that leaves nobody to run the work
     */
    void start(int threads, WorkList.@Nullable Place own) {
        for (int started = 0; started < threads; started++) {
            PlainWorker worker = null;
            try {
                worker = new PlainWorker(this, state.lock.newCondition());
                config.threads().start(worker);
            } catch (Throwable cause) {
                if (worker == null || worker.abandon()) {
                    startsFailed(threads - started, cause, own);
                    return;
                }
            }
        }
    }

    /**
     * Takes back the counting of threads that do not run. Whoever leaves the queue without any thread answers for all
     * the works that wait: its own is rejected, the others, whose submitters are gone, fail.
     */
    private void startsFailed(int missing, Throwable cause, WorkList.@Nullable Place own) {
        final List<PlainState.Unbegun> orphans = new ArrayList<>();
        Admission.Refused refused = null;
        state.lock.lock();
        try {
            counts.startsFailed(missing);
            if (counts.total() == 0 && counts.limit() > 0) {
                for (WorkList.Place place = state.works.first(); place != null; place = state.works.first()) {
                    if (place == own) {
                        state.works.remove(place);
                        place.work.release(place.phaseBefore, place.ownerBefore);
                        counts.submitted--;
                        refused = state.refusal(Admission.Why.NO_THREAD, cause);
                    } else {
                        orphans.add(state.fail(place, cause));
                    }
                }
            }
            state.settle();
        } finally {
            state.lock.unlock();
        }
        LOG.log(
                Level.WARNING,
                "Queue '" + config.name() + "': " + missing + " thread(s) could not be started, and " + orphans.size()
                        + " queued work(s) fail since no thread is left",
                cause);
        orphans.forEach(orphan -> orphan.tell(config.listeners()));
        if (refused != null && own != null) {
            final ThreadletRejectedException why = refused.rejection(own.work);
            config.listeners().rejected(own.work, why);
            throw why;
        }
    }

    /** Called by a worker's thread before anything else. */
    void began(PlainWorker worker) {
        final Thread thread = Thread.currentThread();
        state.change(() -> {
            counts.began();
            worker.standing = PlainWorker.Standing.FREE;
            live.add(thread);
        });
        config.listeners().threadStarted(thread);
    }

    /** The next thing for a worker to do; null: leave. */
    @Nullable
    Runnable next(PlainWorker worker) {
        state.lock.lock();
        try {
            if (worker.standing == PlainWorker.Standing.BUSY) {
                if (!counts.finishedOne()) {
                    return leave(worker);
                }
                worker.standing = PlainWorker.Standing.FREE;
                state.settle();
            }
            final long deadline = config.nanoTime().getAsLong() + config.idleNanos();
            while (true) {
                if (counts.takeDismissal()) {
                    return leave(worker);
                }
                final WorkList.Place place = state.works.first();
                if (place != null && place.ready) {
                    return take(place, worker);
                }
                final long remaining = deadline - config.nanoTime().getAsLong();
                final boolean mayGo = counts.mayTimeOut();
                if (mayGo && remaining <= 0) {
                    counts.leaveIdle();
                    return leave(worker);
                }
                await(worker, mayGo, remaining);
            }
        } finally {
            state.noLongerWaiting(worker);
            state.settle();
            state.lock.unlock();
        }
    }

    private static @Nullable Runnable leave(PlainWorker worker) {
        worker.standing = PlainWorker.Standing.LEAVING;
        return null;
    }

    private Runnable take(WorkList.Place place, PlainWorker worker) {
        counts.take();
        worker.standing = PlainWorker.Standing.BUSY;
        if (place.work.isObsolete()) {
            final PlainState.Unbegun obsolete = state.dequeue(place);
            return () -> obsolete.tell(config.listeners());
        }
        state.works.remove(place);
        final WorkRun run = state.begin(place.work);
        return () -> run.execute(failure -> state.ended(run, failure));
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(PlainWorker worker, boolean timed, long nanos) {
        if (!worker.isWaiting) {
            state.waiting.addLast(worker);
            worker.isWaiting = true;
        }
        try {
            if (timed) {
                worker.wake.awaitNanos(nanos);
            } else {
                state.untimed++;
                try {
                    worker.wake.await();
                } finally {
                    state.untimed--;
                }
            }
        } catch (InterruptedException stray) { // meant for nobody here; the caller looks around again
        }
    }

    /** Called by a worker's thread after everything else, also where an error of our own ends it. */
    void exit(PlainWorker worker) {
        final Thread thread = Thread.currentThread();
        config.listeners().threadStopped(thread);
        grow(() -> {
            switch (worker.standing) {
                case FREE -> counts.leaveIdle();
                case BUSY -> {
                    state.runs.removeIf(run -> run.isOn(thread));
                    counts.leaveBusy();
                }
                case STARTING, LEAVING -> {}
            }
            counts.exited();
            live.remove(thread);
            exited.removeIf(before -> !before.isAlive());
            exited.add(thread);
        });
    }
}

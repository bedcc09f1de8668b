package io.threadlets;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of a {@link PlainEngine}: how they are started, find something to do, idle and leave. */
final class PlainThreads {
    private static final Logger LOG = System.getLogger("io.threadlets");

    private final PlainState state;
    private final PlainCounts counts;
    private final QueueConfig config;

    /** Guarded by the lock, like the next two. */
    private final Set<Thread> live = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Threads that the counts have no more, as long as they may still be alive. */
    private final List<Thread> leaving = new ArrayList<>();

    /** Whether the last start failed: is logged once, until one succeeds. */
    private boolean startsFail;

    PlainThreads(PlainState state) {
        this.state = state;
        this.counts = state.counts;
        this.config = state.config;
    }

    boolean contains(Thread thread) {
        return live.contains(thread) || leaving.contains(thread);
    }

    List<Thread> leaving() {
        return List.copyOf(leaving);
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
     * Starts threads that the counts already have. One that fails is left out; after two in a row the rest is.
     *
     * @param own the place of the work that is being submitted, if any
     * @throws ThreadletRejectedException if one cannot be started and that leaves nobody, or no room, for the work
     */
    void start(int threads, WorkList.@Nullable Place own) {
        RuntimeException rejected = null;
        int failures = 0;
        for (int left = threads; left > 0; left--) {
            final Throwable cause = startOne();
            failures = cause == null ? 0 : failures + 1;
            if (cause != null) {
                final int missing = failures == 1 ? 1 : left;
                final RuntimeException why = startsFailed(missing, cause, own);
                rejected = why == null ? rejected : why;
                left -= missing - 1;
            }
        }
        if (rejected != null) {
            throw rejected;
        }
    }

    private @Nullable Throwable startOne() {
        PlainWorker worker = null;
        try {
            worker = new PlainWorker(this, state.lock.newCondition());
            config.threads().start(worker);
            return null;
        } catch (Throwable cause) {
            return worker == null || worker.abandon() ? cause : null;
        }
    }

    /**
     * Takes back the counting of threads that do not run. Whoever leaves the queue without any thread answers for all
     * the works that wait: its own is rejected, the others, whose submitters are gone, fail. Its own is rejected too
     * where there are threads, but no room to wait for them.
     */
    private @Nullable RuntimeException startsFailed(int missing, Throwable cause, WorkList.@Nullable Place own) {
        final List<PlainState.Unbegun> orphans = new ArrayList<>();
        Refusal refused = null;
        final boolean first;
        state.lock.lock();
        try {
            first = !startsFail;
            startsFail = true;
            counts.startsFailed(missing);
            final boolean deserted = counts.total() == 0 && counts.limit() > 0;
            if (own != null && own.isLinked() && (deserted || counts.isOverfull())) {
                state.withdraw(own);
                refused = state.refusal(own.work, Refusal.Why.NO_THREAD, cause);
            }
            WorkList.Place orphan = deserted ? state.works.first() : null;
            for (; orphan != null; orphan = state.works.first()) {
                orphans.add(state.fail(orphan, cause));
            }
            state.settle();
        } finally {
            state.lock.unlock();
        }
        orphans.forEach(orphan -> orphan.tell(config.listeners()));
        if (first) {
            warn(orphans.size(), cause);
        }
        return refused == null || own == null ? null : refused.tell(config.listeners());
    }

    private void warn(int orphans, Throwable cause) {
        try {
            LOG.log(
                    Level.WARNING,
                    "Queue '" + config.name() + "': a thread could not be started, and " + orphans
                            + " queued work(s) fail since no thread is left; not logged again until one starts",
                    cause);
        } catch (Throwable ignored) { // a logger that fails must not fail a submission
        }
    }

    /** Called by a worker's thread before anything else. Only then is it counted on to look for works. */
    void began(PlainWorker worker) {
        final Thread thread = Thread.currentThread();
        config.listeners().threadStarted(thread);
        final WorkRun run = state.newRun(WorkRun.Kind.THREAD);
        ThreadRuns.enter(run);
        grow(() -> {
            startsFail = false;
            counts.began();
            worker.standing = PlainWorker.Standing.FREE;
            worker.run = run;
            live.add(thread);
        });
    }

    /** The next thing for a worker to do; null: leave. */
    @Nullable
    Runnable next(PlainWorker worker) {
        state.lock.lock();
        try {
            if (worker.standing == PlainWorker.Standing.BUSY) {
                state.runs.removeIf(run -> run.equals(worker.run));
                if (!counts.finishedOne()) {
                    return leave(worker);
                }
                worker.standing = PlainWorker.Standing.FREE;
                final int missing = counts.grow();
                state.settle();
                if (missing > 0) { // could not be started before
                    return () -> start(missing, null);
                }
            }
            final long deadline = config.nanoTime().getAsLong() + config.idleNanos();
            while (true) {
                if (counts.takeDismissal()) {
                    return leave(worker);
                }
                final WorkList.Place place = state.works.first();
                if (place != null) {
                    return take(place, worker);
                }
                final long remaining = deadline - config.nanoTime().getAsLong();
                final boolean mayGo = counts.mayTimeOut();
                if (mayGo && remaining <= 0) {
                    counts.leaveFree();
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

    private @Nullable Runnable leave(PlainWorker worker) {
        worker.standing = PlainWorker.Standing.GONE;
        final Thread thread = Thread.currentThread();
        live.remove(thread);
        leaving.removeIf(before -> !before.isAlive());
        leaving.add(thread);
        return null;
    }

    private Runnable take(WorkList.Place place, PlainWorker worker) {
        counts.take();
        worker.standing = PlainWorker.Standing.BUSY;
        if (place.work.isObsolete()) {
            final PlainState.Unbegun obsolete = state.dequeue(place);
            return () -> obsolete.tell(config.listeners());
        }
        final WorkRun run = Objects.requireNonNull(worker.run);
        state.take(place, run);
        return () -> run.execute(place.work);
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
    void ended(PlainWorker worker) {
        final Thread thread = Thread.currentThread();
        if (worker.standing != PlainWorker.Standing.GONE) {
            grow(() -> {
                switch (worker.standing) {
                    case STARTING -> counts.startsFailed(1);
                    case FREE -> counts.leaveFree();
                    case BUSY -> {
                        state.runs.removeIf(run -> run.equals(worker.run));
                        counts.leaveBusy();
                    }
                    case GONE -> {}
                }
                leave(worker);
            });
        }
        config.listeners().threadStopped(thread);
    }
}

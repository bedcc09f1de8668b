package io.threadlets;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How the threads of an {@link AtomicEngine} come and go. */
final class WorkerThreads {
    private final AtomicState state;
    private final Control control;
    private final QueueConfig config;

    /** Threads that have ended, or are about to, as long as they may still be alive. Guarded by itself. */
    private final List<Thread> ended = new ArrayList<>();

    WorkerThreads(AtomicState state) {
        this.state = state;
        this.control = state.control;
        this.config = state.config;
    }

    /** Gets the threads that are wanted, as far as they are allowed: keeps some that were to leave, starts others. */
    void grow() {
        while (true) {
            final long seen = control.get();
            final long kept = ControlWord.kept(seen, state.max, state.floor);
            final long next = kept == seen ? ControlWord.started(seen, state.max, state.floor) : kept;
            if (next == seen) {
                break;
            }
            if (control.cas(seen, next)) {
                if (next == kept) {
                    state.wakeUps.signal();
                } else {
                    state.starts.add();
                }
            }
        }
        startNext(null);
    }

    /**
     * Starts one of the threads that were decided on, if it is the caller's turn; its thread will start the next. After
     * a failure tries another; after two in a row gives up the rest.
     *
     * @param own the work that is being submitted, if any
     * @return what the submitter is to be thrown: no thread is left, or no room, for its work
     */
    @Nullable
    RuntimeException startNext(AtomicState.@Nullable Offer own) {
        RuntimeException rejected = null;
        for (int failures = 0; state.starts.begin(); failures++) {
            final Throwable cause = startOne();
            if (cause == null) {
                break;
            }
            final int missing = failures == 0 ? 1 : 1 + state.starts.giveUp();
            final RuntimeException why = startsFailed(missing, cause, rejected == null ? own : null);
            rejected = why == null ? rejected : why;
        }
        return rejected;
    }

    private @Nullable Throwable startOne() {
        final AtomicBoolean taken = new AtomicBoolean();
        try {
            config.threads().start(() -> {
                if (taken.compareAndSet(false, true)) {
                    live();
                }
            });
            return null;
        } catch (Throwable cause) {
            return taken.compareAndSet(false, true) ? cause : null; // it may run all the same
        }
    }

    /**
     * Takes back the counting of threads that do not run. Whoever leaves the queue without any thread answers for all
     * the works that wait: its own is rejected, the others, whose submitters are gone, fail. Its own is rejected too
     * where there are threads, but no room to wait for them.
     */
    private @Nullable RuntimeException startsFailed(int missing, Throwable cause, AtomicState.@Nullable Offer own) {
        final boolean first = state.startFailure == null;
        state.startFailure = cause;
        final long after = control.update(word -> ControlWord.startsFailed(word, missing));
        state.startFailure = cause; // a thread that began meanwhile did not see what this leaves undone
        state.starts.end(missing);
        RuntimeException rejected = null;
        if (own != null
                && (ControlWord.isDeserted(after) || ControlWord.isOverfull(after, config.capacity()))
                && state.withdraw(own)) {
            rejected = state.refuse(own.work(), Refusal.Why.NO_THREAD, control.get(), cause);
        }
        final int orphans = ControlWord.isDeserted(after) ? failOrphans(cause) : 0; // else another answers
        state.settle(control.get());
        if (first) {
            warn(orphans, cause);
        }
        return rejected;
    }

    /** Ends the works that wait although there is no thread, nor was one to be had; returns how many. */
    private int failOrphans(Throwable cause) {
        final long end = state.works.end(); // what comes later may have a thread on its way
        int orphans = 0;
        final WorkRun run = state.newRunInCaller();
        while (ControlWord.isDeserted(control.get())) {
            final ThreadletWork orphan = state.works.poll(end, run, state.confirmed);
            if (orphan == null) {
                break;
            }
            orphans++;
            state.tally.endedUnbegun(WorkWord.FAILED);
            state.release();
            run.endUnbegun(orphan, WorkWord.FAILED, cause);
        }
        return orphans;
    }

    private void warn(int orphans, Throwable cause) {
        try {
            final Logger log = System.getLogger("io.threadlets"); // not before: it is looked up at some cost
            log.log(
                    Level.WARNING,
                    "Queue '" + config.name() + "': a thread could not be started, and " + orphans
                            + " queued work(s) fail since no thread is left; not logged again until one starts",
                    cause);
        } catch (Throwable ignored) { // a logger that fails must not fail a submission
        }
    }

    /** The life of a thread. One that does not get as far as to be counted as begun has failed to start. */
    private void live() {
        final Worker worker;
        try {
            worker = new Worker(state);
            state.workers.add(worker);
        } catch (Throwable cause) {
            startsFailed(1, cause, null);
            startNext(null);
            throw cause;
        }
        state.starts.end(1);
        try {
            began(worker);
            while (worker.step()) {}
        } finally {
            ended(worker);
        }
    }

    private void began(Worker worker) {
        state.startFailure = null;
        state.tally.sawThreads(begun());
        grow();
        final long now = control.get();
        if (ControlWord.leaving(now) > 0 || (state.idle.untimed() > 0 && ControlWord.live(now) > state.min)) {
            state.idle.nudge(); // they waited to see whether this thread would start, or could not leave without it
        }
        config.listeners().threadStarted(worker.thread());
    }

    /** How many threads run: while none is on its way from being started, or from failing to. */
    private int begun() {
        int starting;
        int begun;
        do {
            starting = state.starts.count();
            begun = ControlWord.total(control.get()) - starting;
        } while (starting != state.starts.count());
        return begun;
    }

    /** Called after everything else, also where an error of our own ends the thread. */
    private void ended(Worker worker) {
        worker.abandon();
        if (!worker.isGone()) {
            control.update(word -> worker.isBusy() ? word - ControlWord.TOTAL_ONE : ControlWord.startsFailed(word, 1));
            state.settle(control.get());
            grow();
        }
        config.listeners().threadStopped(worker.thread());
        synchronized (ended) {
            ended.removeIf(before -> !before.isAlive());
            ended.add(worker.thread());
        }
        state.retire(worker);
    }

    /** Threads that may be alive: first those that have not ended, so that none is missed that ends meanwhile. */
    List<Thread> alive() {
        final List<Thread> threads = new ArrayList<>();
        state.workers.forEach(worker -> threads.add(worker.thread()));
        synchronized (ended) {
            threads.addAll(ended);
        }
        threads.removeIf(thread -> !thread.isAlive());
        return threads;
    }
}

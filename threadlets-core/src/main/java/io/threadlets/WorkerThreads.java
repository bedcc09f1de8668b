package io.threadlets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the threads of an {@link AtomicEngine} come and go. */
final class WorkerThreads {
    private static final int FIRST_PURGE = 16;
    private static final long SLOW_NANOS = 5_000_000;

    private final AtomicState state;
    private final Control control;
    private final QueueConfig config;
    private final StartCare care;
    private final Runnable onStart = this::startAndFollow; // linked with the queue

    /** Workers whose threads have ended, or are about to, linked below one another. Guarded by this. */
    private @Nullable Worker ended;

    private int endedCount;
    private int purgeAt = FIRST_PURGE;

    WorkerThreads(AtomicState state) {
        this.state = state;
        this.control = state.control;
        this.config = state.config;
        this.care = new StartCare(state, this);
    }

    // ---- starting ----

    /** Gets the threads that are wanted, as far as they are allowed: keeps some that were to leave, starts others. */
    void grow() {
        if (!state.backoff.isBlocking()) {
            growDespite();
        } else {
            care.retryLater();
        }
    }

    /** As {@link #grow}, also if the last start has failed just now; returns why one fails, and stops then. */
    @Nullable
    Throwable growDespite() {
        Throwable cause = null;
        boolean slow = false;
        for (int left = decide(); left > 0; left--) {
            if (cause != null) {
                undo();
            } else if (!slow || !startElsewhere()) {
                final long since = System.nanoTime();
                cause = start();
                slow = config.threads().isForeign() && System.nanoTime() - since > SLOW_NANOS;
            }
        }
        if (cause != null) {
            followFailure(cause);
        }
        return cause;
    }

    /** A factory that takes long is not to make them one after another. */
    private boolean startElsewhere() {
        try {
            care.startThread(onStart);
            return true;
        } catch (Throwable noThread) {
            return false;
        }
    }

    private void startAndFollow() {
        final Throwable cause = start();
        if (cause != null) {
            followFailure(cause);
        }
    }

    /** Decides on all threads that are wanted, before the first of them can change that; returns how many to start. */
    private int decide() {
        int decided = 0;
        while (true) {
            final long seen = control.get();
            final long kept = ControlWord.withKept(seen, state.max, state.floor);
            final long next = kept == seen ? ControlWord.withStarted(seen, state.max, state.floor) : kept;
            if (next == seen) {
                return decided;
            }
            if (control.cas(seen, next)) {
                state.gate.signal(); // one work less waits, or will
                if (next == kept) {
                    state.wakeUps.signal();
                } else {
                    state.starts.add();
                    decided++;
                }
            }
        }
    }

    /**
     * Starts a thread that was decided on and added; returns why it failed, with the counts as if it had not been. The
     * caller is to call {@link #followFailure} then.
     */
    @Nullable
    Throwable start() {
        ThreadStarts.Start start = null;
        try {
            start = new Begin();
            state.starts.watch(start);
            start.started(config.threads().start(start));
            if (config.threads().isForeign()) {
                care.watchLater();
            }
            return null;
        } catch (Throwable cause) {
            if (start != null) {
                if (!start.take()) {
                    return null; // it runs all the same
                }
                state.starts.forget(start);
            }
            fail(cause);
            return cause;
        }
    }

    private final class Begin extends ThreadStarts.Start {
        @Override
        void begin() {
            state.starts.forget(this);
            live();
        }
    }

    void failed(Throwable cause) {
        fail(cause);
        followFailure(cause);
    }

    /** Takes back the counting of a thread that does not run. Allocates nothing. */
    private void fail(Throwable cause) {
        state.backoff.failed(cause);
        undo();
    }

    /** What a failure calls for, once the submission that it befell has been taken back. */
    void followFailure(Throwable cause) {
        care.retryLater();
        if (state.backoff.isToBeReported()) {
            care.report(cause);
        }
    }

    private void undo() {
        final long before = control.move(Control.START_FAILED, 0, 0);
        state.starts.end();
        state.follow(before, Control.START_FAILED.after(before, 0, 0));
    }

    /** A start that was decided on and added is not wanted after all. */
    void giveUp() {
        undo();
        grow(); // others may have come to rely on it
    }

    /** To be called where works come to wait, or a thread is done, after a start has failed. */
    void retryIfFailed() {
        if (state.backoff.cause() != null) {
            care.retryLater();
        }
    }

    /** To be called from time to time by who waits for the end. */
    void seeToStarts() {
        retryIfFailed();
        if (state.starts.isWatching()) {
            care.watchLater();
        }
    }

    /** Ends the works up to a position, which wait although there is no thread, nor was one to be had. */
    void failOrphans(long end, Throwable cause) {
        final WorkRun run = state.enter(WorkRun.Kind.ORPHANS); // the queue terminates when they have completed
        try {
            ThreadRuns.enter(run); // so that what they do in completed knows where it is
            while (ControlWord.isDeserted(control.get())) {
                final ThreadletWork orphan = state.works.poll(end, run);
                if (orphan == null) {
                    break;
                }
                state.counters.ended(cause);
                state.release();
                run.endUnbegun(orphan, WorkWord.FAILED, cause);
                Thread.interrupted();
            }
        } finally {
            state.leave(run);
        }
    }

    // ---- a thread's life ----

    /** The life of a thread. One that does not get as far as to be counted as begun has failed to start. */
    private void live() {
        final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Worker worker = null;
        final boolean flag;
        try {
            final Worker made = new Worker(state);
            state.runs.enter(made.run());
            worker = made;
            flag = worker.run().nesting().enter(); // as a factory may borrow a thread that runs works of another queue
        } catch (Throwable cause) {
            if (worker != null) {
                state.runs.leave(worker.run());
            }
            failed(cause);
            return;
        }
        state.starts.end();
        try {
            began(worker);
            worker.live();
        } finally {
            ended(worker, flag, loader);
        }
    }

    private void began(Worker worker) {
        if (state.backoff.succeeded()) {
            care.growSoon();
        }
        state.counters.largest.accumulateAndGet(begun(), Math::max);
        if (ControlWord.live(control.get()) > state.min) {
            state.idle.retime(); // they could not leave without this thread
        }
        config.listeners().threadStarted(worker.thread());
        worker.run().resetContextClassLoader();
    }

    /** How many threads run: while none is on its way from being started, or from failing to. */
    private int begun() {
        int starting;
        int begun;
        do {
            starting = state.starts.underway();
            begun = ControlWord.total(control.get()) - starting;
        } while (starting != state.starts.underway());
        return begun;
    }

    /** Called after everything else, also where an error of our own ends the thread. */
    private void ended(Worker worker, boolean flag, @Nullable ClassLoader loader) {
        worker.abandon();
        if (!worker.isGone()) {
            final Control.Step step = worker.isBusy() ? Control.THREAD_LOST : Control.START_FAILED;
            final long before = control.move(step, 0, 0);
            state.follow(before, step.after(before, 0, 0));
            grow();
        }
        config.listeners().threadStopped(worker.thread());
        remember(worker);
        worker.run().nesting().exit(flag, loader);
        state.runs.leave(worker.run());
    }

    private synchronized void remember(Worker worker) {
        worker.run().forget();
        worker.below = ended;
        ended = worker;
        if (++endedCount >= purgeAt) {
            purge();
            purgeAt = Math.max(FIRST_PURGE, 2 * endedCount); // so that it costs each a constant
        }
    }

    private void purge() {
        Worker alive = null;
        int count = 0;
        for (Worker worker = ended; worker != null; ) {
            final Worker next = worker.below;
            if (worker.thread().isAlive()) {
                worker.below = alive;
                alive = worker;
                count++;
            }
            worker = next;
        }
        ended = alive;
        endedCount = count;
    }

    /** Threads that may be alive: first those that have not ended, so that none is missed that ends meanwhile. */
    List<Thread> alive() {
        final List<Thread> threads = new ArrayList<>(state.runs.threads());
        synchronized (this) {
            for (Worker worker = ended; worker != null; worker = worker.below) {
                threads.add(worker.thread());
            }
        }
        threads.removeIf(thread -> !thread.isAlive());
        return threads;
    }
}

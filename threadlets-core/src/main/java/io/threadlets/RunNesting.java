package io.threadlets;

import org.jspecify.annotations.Nullable;

/**
 * How a run stands among others on its thread, of whatever queues: where a submitter runs a work itself, or a work that
 * is waited for is run in place.
 *
 * <p>Invariant, under the lock: a run is interrupted only while there is no {@link #inner} one; else the interrupt is
 * pending. When that changes, the thread's flag is taken: so an interrupt reaches what it is for, and nothing else.
 */
final class RunNesting {
    private final WorkRun run;

    /** The thread's own. */
    private @Nullable WorkRun outer;

    /** Guarded by the lock, like the next. */
    private @Nullable WorkRun inner;

    private boolean pending;

    /** Whether it was interrupted while it completed a work. */
    private boolean wasLate;

    RunNesting(WorkRun run) {
        this.run = run;
    }

    @Nullable
    WorkRun outer() {
        return outer;
    }

    /** Makes the run the thread's innermost one; returns whether the thread's flag was set, which is cleared then. */
    boolean enter() {
        final WorkRun around = ThreadRuns.innermost();
        outer = around; // first: what is around stays the innermost one where the next fails
        ThreadRuns.enter(run);
        return around == null ? Thread.interrupted() : around.nesting().enclose(run);
    }

    /** Gives the thread back to what is around the run, with its flag as that is to find it. */
    void exit(boolean flag, @Nullable ClassLoader contextClassLoader) {
        run.setContextClassLoader(contextClassLoader);
        final WorkRun around = outer;
        ThreadRuns.leave(run);
        outer = null;
        final boolean flagAround = around != null && around.nesting().enclose(null);
        if (flag || flagAround) {
            interruptSelf();
        }
    }

    /** Returns whether the flag was set until now, or is to be. */
    private synchronized boolean enclose(@Nullable WorkRun next) {
        inner = next;
        boolean flag = Thread.interrupted();
        if (next == null) {
            flag |= pending;
            pending = false;
        }
        return flag;
    }

    /**
     * Interrupts the thread, at once or when the inner run has ended. Under the lock, though a thread of its own kind
     * may take long: else the interrupt might reach an inner run.
     */
    synchronized void interrupt() {
        if (inner == null) {
            run.thread().interrupt();
        } else {
            pending = true;
        }
    }

    /** As {@link #interrupt}, of a run that completes a work; false if it has gone on since it was seen to. */
    synchronized boolean interruptAt(long stage) {
        final boolean isThere = run.isAt(stage);
        if (isThere) {
            wasLate = true;
            interrupt();
        }
        return isThere;
    }

    /** To be called when the run has gone on from there: nobody else is to find that interrupt. */
    synchronized void takeInterruptBack() {
        if (wasLate) {
            wasLate = false;
            Thread.interrupted();
        }
    }

    /** Of the run's own thread. One of its own kind may throw. */
    void interruptSelf() {
        try {
            run.thread().interrupt();
        } catch (Throwable thrown) {
            Uncaught.report(thrown);
        }
    }
}

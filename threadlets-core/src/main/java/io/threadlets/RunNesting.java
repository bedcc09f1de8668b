package io.threadlets;

import org.jspecify.annotations.Nullable;

/**
 * How a run stands among others on its thread, of whatever queues: where a submitter runs a work itself, or a work that
 * is waited for is run in place.
 *
 * <p>Invariant: a run that is not the innermost is not interrupted before the one inside it has ended. Who interrupts
 * it marks its work, and then looks whether there is an {@link #inner} run; the thread changes that, and then looks at
 * the mark. So one of them sees the other.
 */
final class RunNesting {
    private final WorkRun run;

    /** The thread's own. */
    private @Nullable WorkRun outer;

    /** Written by the thread. */
    private volatile @Nullable WorkRun inner;

    /** An interrupt that waits for the inner run to end. Set by who interrupts, cleared by the thread. */
    private volatile boolean pending;

    RunNesting(WorkRun run) {
        this.run = run;
    }

    @Nullable
    WorkRun outer() {
        return outer;
    }

    /** Makes the run the thread's innermost one; returns whether the thread's flag was set, which is cleared then. */
    boolean enter() {
        outer = ThreadRuns.innermost();
        ThreadRuns.enter(run);
        boolean flag = Thread.interrupted();
        if (outer != null) {
            outer.nesting().change(run);
            flag |= Thread.interrupted();
        }
        return flag;
    }

    /** Gives the thread back to what is around the run, with its flag as that is to find it. */
    void exit(boolean flag, @Nullable ClassLoader contextClassLoader) {
        run.setContextClassLoader(contextClassLoader);
        ThreadRuns.leave(run);
        final WorkRun around = outer;
        outer = null;
        if (around != null) {
            around.nesting().change(null);
        }
        if (flag | (around != null && around.nesting().takePending())) {
            run.thread().interrupt();
        }
    }

    /** Afterwards every interrupt of the run is sent, or pending. */
    private void change(@Nullable WorkRun next) {
        inner = next;
        final ThreadletWork work = run.current();
        if (work != null) {
            work.wasInterrupted(); // waits for one that is on its way
        }
    }

    private boolean takePending() {
        final boolean was = pending;
        pending = false;
        return was;
    }

    /** Interrupts the thread, at once or when the inner run has ended. */
    void interrupt() {
        if (inner != null) {
            pending = true;
        }
        if (inner == null) {
            run.thread().interrupt();
        }
    }
}

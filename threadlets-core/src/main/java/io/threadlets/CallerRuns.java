package io.threadlets;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs works on threads that were not taken from the queue for them: in a submitter ({@link OnFull#CALLER_RUNS}), and
 * in place of waiting for them, on a thread that runs works of the same queue.
 */
final class CallerRuns {
    private final AtomicState state;
    private final QueueConfig config;

    CallerRuns(AtomicState state) {
        this.state = state;
        this.config = state.config;
    }

    /**
     * Runs a claimed work in its submitter, then those that it has put off meanwhile; or puts it off, where its
     * submitter runs one already.
     *
     * @param before the work's word before it was claimed
     */
    void submit(ThreadletWork work, @Nullable Executor home, int before) {
        final WorkRun caller;
        try {
            caller = ThreadRuns.find(state.engine, WorkRun.Kind.CALLER);
        } catch (Throwable noMemory) { // a thread's first look at what it runs may take some
            work.release(before);
            throw noMemory;
        }
        if (caller != null && caller.deferred() != null) {
            defer(work, home, before, caller.deferred());
        } else {
            runWithDeferred(work, home, before);
        }
    }

    private void defer(ThreadletWork work, @Nullable Executor home, int before, Deferrals.Line line) {
        refuseIfShutDown(work, before);
        final Engine ownerBefore = work.owner();
        try {
            state.counters.inCallers.incrementAndGet();
            final long now = config.now();
            final Deferrals.Deferral deferral = new Deferrals.Deferral(work, home, now, line);
            state.announce(work, now);
            state.deferrals.add(state.engine, deferral);
        } catch (Throwable noMemory) {
            state.counters.inCallers.decrementAndGet();
            work.release(before);
            throw noMemory;
        }
        if (state.stopped && state.deferrals.take(work) != null) { // who stopped the queue may not have seen it
            state.counters.inCallers.decrementAndGet();
            work.release(before, ownerBefore);
            throw state.refuse(work, Refusal.Why.SHUTDOWN, state.control.get(), null);
        }
    }

    private void runWithDeferred(ThreadletWork work, @Nullable Executor home, int before) {
        final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        WorkRun run = null;
        boolean flag;
        try {
            run = state.enter(WorkRun.Kind.CALLER);
            flag = run.nesting().enter();
        } catch (Throwable noMemory) {
            work.release(before);
            if (run != null) {
                state.leave(run);
            }
            throw noMemory;
        }
        try {
            refuseIfShutDown(work, before); // after it was entered: so it is waited for, or refused
            state.counters.inCallers.incrementAndGet();
            final long now = config.now();
            state.announce(work, now);
            run.accept(work, home, now, state.works.end());
            work.take();
            flag |= run(run, work);
            flag |= runDeferred(run);
        } finally {
            run.nesting().exit(flag, loader);
            state.leave(run);
        }
    }

    private void refuseIfShutDown(ThreadletWork work, int before) {
        final long word = state.control.get();
        if (ControlWord.isShutdown(word)) {
            work.release(before);
            throw state.refuse(work, Refusal.Why.SHUTDOWN, word, null);
        }
    }

    private boolean runDeferred(WorkRun run) {
        final Deferrals.Line line = run.deferred();
        boolean flag = false;
        for (Deferrals.Deferral next = first(line); next != null; next = first(line)) {
            run.accept(next.work, next.home, next.submittedNanos, state.works.end());
            flag |= run(run, next.work);
        }
        return flag;
    }

    /** Runs the accepted work, if anybody wants it; returns whether the thread's flag was set, and not for it. */
    private boolean run(WorkRun run, ThreadletWork accepted) {
        if (!accepted.isObsolete()) {
            return run.executeNested(accepted);
        }
        state.counters.dequeued.incrementAndGet();
        run.endUnbegun(accepted, WorkWord.DEQUEUED, state.takingBack.whyDequeued());
        return false;
    }

    private Deferrals.@Nullable Deferral first(Deferrals.@Nullable Line line) {
        return line == null ? null : state.deferrals.takeFirst(line);
    }

    /**
     * Runs a work that waits on this queue, where the calling thread is one of the queue's or runs a work of it; does
     * nothing otherwise.
     */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    void runInPlace(ThreadletWork work) {
        final int word = work.awaitDecided();
        if (work.owner() != state.engine || !(WorkWord.isQueued(word) || WorkWord.isDeferred(word))) {
            return;
        }
        final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        final WorkRun run = state.enter(WorkRun.Kind.IN_PLACE);
        boolean flag = false;
        boolean isInnermost = false;
        try {
            flag = run.nesting().enter();
            isInnermost = true;
            if (state.takingBack.takeFor(run, work, word)) {
                flag |= run(run, work);
            }
        } finally {
            if (isInnermost) {
                run.nesting().exit(flag, loader);
            }
            state.leave(run);
        }
    }
}

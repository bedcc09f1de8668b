package io.threadlets;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of an {@link AtomicEngine} does: polls for a work, runs it, and rests if there is none, until it is
 * told, or has idled long enough, to leave.
 *
 * <pre>
 *               .------------------ finish -------------------.
 *               v                                             |
 *   begun --&gt; LOOKING --------------- poll -----------------&gt; BUSY
 *               |    \                                        ^
 *               |     '--lookAround--&gt; SEARCHING ----poll----'       counted in WakeUps while SEARCHING:
 *               |                      ^     |                       others rely on it to look at the list
 *               |          taken off,  |     | list
 *               |          or by itself|     v
 *               '-------list---------&gt; LISTED                        in the idle list, or taken off it just now
 *               |                        |
 *               '--leave----&gt; GONE &lt;-----'-- timed out, or closed     the control word has the thread no more
 * </pre>
 *
 * It may leave from SEARCHING too; and with the end of its work, where there are too many threads by then.
 */
final class Worker {
    private enum Phase {
        LOOKING,
        SEARCHING,
        LISTED,
        BUSY,
        GONE
    }

    private final AtomicState state;
    private final Control control;
    private final Thread thread = Thread.currentThread();
    private final WorkRun run;

    // The thread's own.
    private Phase phase = Phase.LOOKING;
    private int stoodBy;

    /** When it began to idle. Kept over wake-ups for nothing. */
    private long idleSince;

    private boolean isIdle;

    /** The control word as the thread last saw it. */
    private long known;

    /** The next of those who are to look around. For who nudges them, one at a time. */
    @Nullable
    Worker nextNudged;

    // Guarded by the idle list's lock; what is volatile may be read without.
    @Nullable
    Worker above;

    @Nullable
    Worker below;

    volatile boolean isListed;
    volatile boolean isUntimed;

    /** How far works were taken, and when, as the thread was last seen to wait. Written by the list, or the thread. */
    long sinceHead;

    long sinceNanos;

    /** To be made by the thread itself. */
    Worker(AtomicState state) {
        this.state = state;
        this.control = state.control;
        this.run = new WorkRun(state, WorkRun.Kind.THREAD);
    }

    Thread thread() {
        return thread;
    }

    WorkRun run() {
        return run;
    }

    /** Whether the control word counts the thread as one with a work. */
    boolean isBusy() {
        return phase == Phase.BUSY;
    }

    /** Whether the control word has the thread no more. */
    boolean isGone() {
        return phase == Phase.GONE;
    }

    /** Until it leaves. */
    void live() {
        known = control.get();
        while (phase != Phase.GONE) {
            step();
        }
    }

    /** In a frame of its own, so that an idle thread holds on to nothing of the work before. */
    private void step() {
        if (ControlWord.leaving(known) > 0 && leave(Control.LEFT, state.starts.underway())) {
            return; // what it searched for is another's to find
        }
        if (phase == Phase.SEARCHING && state.pace.standBy(this, stoodBy)) {
            stoodBy++;
            known = control.get();
            return;
        }
        final ThreadletWork work = poll();
        if (work == null) {
            rest();
        } else {
            run(work);
        }
    }

    // ---- poll, run ----

    private @Nullable ThreadletWork poll() {
        run.look();
        final ThreadletWork work = state.works.poll(Long.MAX_VALUE, run);
        if (work == null) {
            run.rest();
        }
        return work;
    }

    private void run(ThreadletWork work) {
        isIdle = false;
        stoodBy = 0;
        become(Phase.BUSY);
        if (work.isObsolete()) {
            state.counters.dequeued.incrementAndGet();
            run.endUnbegun(work, WorkWord.DEQUEUED, state.takingBack.whyDequeued());
            Thread.interrupted();
            run.resetContextClassLoader();
        } else {
            run.execute(work);
        }
        finish();
    }

    private void finish() {
        final int max = state.max;
        if (state.isBounded()) {
            finish(Control.FINISHED, max);
        } else {
            known = control.free();
            phase = Phase.LOOKING;
            if (ControlWord.withTrimmed(known, max) != known) {
                finish(Control.TRIMMED, max);
            }
            state.gate.signal(); // it may be bounded by now
        }
        if (max != state.max) {
            state.resized();
        }
        state.threads.retryIfFailed();
    }

    private void finish(Control.Step step, int max) {
        final long before = control.move(step, max, 0);
        known = step.after(before, max, 0);
        phase = ControlWord.total(known) < ControlWord.total(before) ? Phase.GONE : Phase.LOOKING;
        state.follow(before, known);
    }

    // ---- rest ----

    /** Waits until there may be something to do. */
    private void rest() {
        if (!isIdle) {
            isIdle = true;
            idleSince = now();
        }
        if (!dismissSurplus() && !lookAround()) {
            list();
            awaitSignal();
        }
    }

    /** Since the maximum was lowered. */
    private boolean dismissSurplus() {
        final int max = state.max;
        final long before = control.move(Control.DISMISSED, max, 0);
        known = ControlWord.withDismissed(before, max);
        state.follow(before, known);
        return known != before;
    }

    private boolean lookAround() {
        if (!state.pace.mayLookAround() || !state.wakeUps.tryLookAround(phase == Phase.SEARCHING)) {
            return false;
        }
        phase = Phase.SEARCHING;
        try {
            return state.pace.lookAround(this);
        } finally {
            state.wakeUps.lookedAround();
        }
    }

    private void list() {
        state.idle.push(this);
        become(Phase.LISTED);
        if (isTimed(control.get())) {
            state.idle.retime(); // those could not leave when they came, and wait without a deadline
        }
    }

    /** In the idle list: parks until it is taken off, or takes itself off since there is something to do. */
    private void awaitSignal() {
        while (isListed) {
            known = control.get();
            final boolean timed = isTimed(known);
            if (!timed && !isUntimed) {
                state.idle.untime(this); // and looks again: who makes it timed sees that, or is seen
                continue;
            }
            final boolean closed = ControlWord.isClosed(known);
            final boolean expired = timed && remainingNanos() <= 0;
            // Works are left to others by one that may go: else many that expire at once would stay for a few works.
            final boolean mayGo = expired && ControlWord.mayTimeOut(known, state.min);
            if ((state.works.isReady() && !mayGo) || ControlWord.leaving(known) > state.starts.underway()) {
                break;
            }
            if (closed || expired) {
                if (!state.idle.remove(this)) {
                    break;
                }
                if (closed ? leave(Control.LEFT_CLOSED, 0) : timeOut()) {
                    return;
                }
                idleSince = now(); // it was claimed just now
                state.idle.push(this);
            } else {
                park(timed);
            }
        }
        comeBack();
    }

    /** Whoever took the thread off the list has counted it as searching; it does so itself where that was nobody. */
    private void comeBack() {
        if (state.idle.remove(this)) {
            sinceHead = state.works.begin();
            state.wakeUps.search();
        }
        phase = Phase.SEARCHING;
    }

    private boolean timeOut() {
        final int min = state.min;
        final boolean left = leave(Control.TIMED_OUT, min);
        if (left && state.works.isReady()) {
            state.wakeUps.signal(); // for the works that it left: who offered them may have relied on it
        }
        if (left && min != state.min) {
            state.resized();
        }
        return left;
    }

    private boolean isTimed(long word) {
        return ControlWord.live(word) > state.min;
    }

    /** Those that could not leave wait without a deadline, until somebody who could comes to wait. */
    private void park(boolean timed) {
        if (timed) {
            LockSupport.parkNanos(this, remainingNanos());
        } else if (isUntimed) {
            LockSupport.park(this);
        }
        Thread.interrupted(); // a stray one would keep the thread from parking
    }

    /** Until it may go. */
    private long remainingNanos() {
        return idleSince + state.idleNanos - now();
    }

    private long now() {
        return state.config.nanoTime().getAsLong();
    }

    // ---- from phase to phase ----

    private void become(Phase next) {
        final boolean searched = phase == Phase.SEARCHING;
        phase = next;
        if (searched) {
            if (next == Phase.LISTED) {
                state.wakeUps.gaveUp();
            } else {
                state.wakeUps.found(state.pace.areWorksLong(this));
            }
        }
    }

    private boolean leave(Control.Step step, int limit) {
        final long before = control.move(step, limit, 0);
        known = step.after(before, limit, 0);
        if (known == before) {
            return false;
        }
        become(Phase.GONE);
        state.follow(before, known);
        return true;
    }

    /**
     * Gives back what the thread stands for when an error of our own ends it wherever it is: nobody is woken while a
     * thread searches, or is thought to.
     */
    void abandon() {
        run.rest();
        if (phase == Phase.LISTED) {
            comeBack();
        }
        if (phase == Phase.SEARCHING) {
            become(Phase.LOOKING);
        }
    }
}

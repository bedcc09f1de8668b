package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of an {@link AtomicEngine} does: takes works until it is told, or has idled long enough, to leave.
 */
final class Worker {
    /**
     * How often a thread yields before it parks: some ten microseconds if nobody else wants the processor, which is
     * less than it takes to be woken. So a thread that looks around never pays more than twice what it had to.
     */
    private static final int LOOKS = 32;

    /** A work so short that the threads of a small machine are in one another's way. */
    private static final long SHORT_NANOS = 1_000;

    /** How often a thread that stands by yields before it begins to park, and how long it does so then. */
    private static final int YIELDS = 16;

    private static final long STAND_BY_NANOS = 50_000;

    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup()
                    .findVarHandle(Worker.class, "busy", boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicState state;
    private final Thread thread = Thread.currentThread();
    private final WorkRun run;
    private final LongUnaryOperator dismissal;
    private final BooleanSupplier wantsDeadline;

    /** Whether the control word has the thread down for one with a work. Written by the thread. */
    private boolean busy;

    // The thread's own.
    private boolean gone;
    private boolean idling;
    private boolean searching;
    private int stoodBy;

    /** Whether the thread is in the idle list, or was taken off and does not know yet. */
    private boolean entered;

    private long deadline;

    /** The control word as the thread last changed it. */
    private long known = ControlWord.EMPTY;

    // Guarded by the idle list's lock; whether it is listed may be read without.
    @Nullable
    Worker above;

    @Nullable
    Worker below;

    volatile boolean isListed;

    /** To be made by the thread itself. */
    Worker(AtomicState state) {
        this.state = state;
        this.run = state.newRun(thread);
        this.dismissal = word -> ControlWord.dismissed(word, state.max);
        this.wantsDeadline = () -> isTimed(state.control.get());
    }

    Thread thread() {
        return thread;
    }

    WorkRun current() {
        return run;
    }

    /** A hint for listings: opaque is enough. */
    boolean isBusy() {
        return (boolean) BUSY.getOpaque(this);
    }

    private void setBusyOpaque(boolean now) {
        BUSY.setOpaque(this, now);
    }

    /** Whether the control word has the thread no more. */
    boolean isGone() {
        return gone;
    }

    /**
     * Takes a work and sees to it, or idles until there may be one. In a frame of its own, so that an idle thread holds
     * on to nothing of the work before.
     *
     * @return false: leave
     */
    boolean step() {
        if (ControlWord.leaving(known) > 0 && leaveIfTold()) {
            return false;
        }
        if (searching && standBy()) {
            return true;
        }
        run.look();
        final ThreadletWork work = state.works.poll(Long.MAX_VALUE, run, state.confirmed);
        if (work == null) {
            run.rest();
            return idle();
        }
        setBusyOpaque(true);
        idling = false;
        stoodBy = 0;
        stopSearching();
        if (work.isObsolete()) {
            state.tally.endedUnbegun(WorkWord.DEQUEUED);
            run.endUnbegun(work, WorkWord.DEQUEUED, state.whyDequeued(false));
            Thread.interrupted();
        } else {
            run.begin(work, state.engine);
            run.execute(work);
        }
        return finish();
    }

    /**
     * Leaves the works to the thread that takes them, as long as they are so short that it gets on faster alone: two
     * would mostly wait for one another's cache lines. Looks across a pause, since on a small machine a thread that was
     * woken may run in place of the very one that takes works. As this one goes on searching, nobody else is woken
     * meanwhile; and it looks again before long: so a work that is not that short holds up none of those behind it.
     *
     * @return false: there is no such thread
     */
    private boolean standBy() {
        final long before = state.works.begin();
        final long since = System.nanoTime();
        pause();
        final long taken = state.works.begin() - before;
        if (taken < 2 || System.nanoTime() - since > taken * SHORT_NANOS) {
            return false;
        }
        stoodBy++;
        known = state.control.get();
        return true;
    }

    @SuppressWarnings("ThreadPriorityCheck") // to let the others run is the point
    private void pause() {
        if (stoodBy < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, STAND_BY_NANOS); // a stream: not worth a processor
            Thread.interrupted(); // a stray one would keep the thread from parking
        }
    }

    /** Some thread is to leave; if it is this one, what it searched for is another's to find. */
    private boolean leaveIfTold() {
        if (!leave(word -> ControlWord.left(word, state.starts.count()))) {
            return false;
        }
        stopSearching();
        return true;
    }

    private void stopSearching() {
        if (searching) {
            searching = false;
            state.wakeUps.found();
        }
    }

    /**
     * Gives back what the thread stands for when an error ends it wherever it is: nobody is woken while a thread
     * searches, or is thought to.
     */
    void abandon() {
        run.rest();
        if (entered) {
            entered = false;
            searching = !state.idle.remove(this);
        }
        stopSearching();
    }

    private boolean finish() {
        final int max = state.max;
        if (state.isBounded) {
            finish(word -> ControlWord.finished(word, max));
            setBusyOpaque(false);
        } else {
            known = state.control.free();
            setBusyOpaque(false);
            if (ControlWord.trimmed(known, max) != known) {
                finish(word -> ControlWord.trimmed(word, max));
            }
        }
        state.settle(known);
        if (max != state.max) {
            state.resized();
        }
        if (state.startFailure != null) {
            state.threads.grow();
        }
        return !gone;
    }

    private void finish(LongUnaryOperator transition) {
        long seen;
        do {
            seen = state.control.get();
            known = transition.applyAsLong(seen);
        } while (known != seen && !state.control.cas(seen, known));
        gone = ControlWord.total(known) < ControlWord.total(seen);
    }

    private boolean leave(LongUnaryOperator transition) {
        gone = state.control.change(transition);
        if (gone) {
            state.settle(state.control.get());
        }
        return gone;
    }

    /** Waits until there may be something to do; false: leave. */
    private boolean idle() {
        if (!idling) {
            idling = true;
            deadline = now() + state.config.idleNanos();
        }
        if (lookAround()) {
            return true;
        }
        enter();
        while (isListed) {
            known = state.control.get();
            final boolean closed = ControlWord.isClosed(known);
            final boolean expired = isTimed(known) && deadline - now() <= 0;
            // Works are left to others by one that may go: else many that expire at once would stay for a few works.
            final boolean mayGo = expired && ControlWord.mayTimeOut(known, state.min);
            if ((state.works.isReady() && !mayGo) || ControlWord.leaving(known) > state.starts.count()) {
                break;
            }
            if (closed || expired) {
                if (!state.idle.remove(this)) {
                    break;
                }
                entered = false;
                if (closed ? leave(ControlWord::leftClosed) : timeOut()) {
                    return false;
                }
                deadline = now() + state.config.idleNanos(); // it was claimed just now
                enter();
            } else {
                park(known);
            }
        }
        if (state.idle.remove(this)) {
            state.wakeUps.search(); // else it was counted by who took it off
        }
        entered = false;
        searching = true;
        return true;
    }

    private boolean timeOut() {
        final int min = state.min;
        final boolean left = leave(word -> ControlWord.timedOut(word, min));
        if (left && state.works.isReady()) {
            state.wakeUps.signal(); // for the works that it left: who offered them may have relied on it
        }
        if (left && min != state.min) {
            state.resized();
        }
        return left;
    }

    /**
     * Before a thread parks, one at a time lets others run and looks again: what comes soon needs no wake-up then. Says
     * whether there is something to do.
     */
    @SuppressWarnings("ThreadPriorityCheck") // to let a submitter run is the point
    private boolean lookAround() {
        if (state.control.change(dismissal)) { // since max was lowered
            known = state.control.get();
            state.idle.nudge();
            return true;
        }
        searching = searching || state.wakeUps.trySearch();
        for (int i = 0; searching && i < LOOKS; i++) {
            Thread.yield();
            if (state.works.isReady()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Enters the idle list, and gives up searching. All that takes a lock is done here: where a thread looks and then
     * parks, a lock in between could use up the permit of the one who wakes it.
     */
    private void enter() {
        entered = true;
        state.idle.push(this);
        if (searching) {
            searching = false;
            state.wakeUps.gaveUp();
        }
        if (state.idle.untimed() > 0 && isTimed(state.control.get())) {
            state.idle.nudge(); // those could not leave when they came, and wait without a deadline
        }
    }

    private boolean isTimed(long word) {
        return ControlWord.live(word) > state.min;
    }

    /** Those that could not leave wait without a deadline, until somebody who could comes to wait. */
    private void park(long word) {
        if (isTimed(word)) {
            LockSupport.parkNanos(this, deadline - now());
        } else {
            state.idle.parkUntimed(this, wantsDeadline);
        }
        Thread.interrupted(); // a stray one would keep the thread from parking
    }

    private long now() {
        return state.config.nanoTime().getAsLong();
    }
}

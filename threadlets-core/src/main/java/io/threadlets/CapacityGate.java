package io.threadlets;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where submitters wait for room, in the order of arrival ({@link OnFull#BLOCK}).
 *
 * <p>Who comes enters the line before it tries for room; who makes room looks at the line afterwards: so one of them
 * sees the other. Who goes, with room or interrupted, has the next one look. A submitter that finds room need not wait
 * behind those in the line, as they may be long in waking up; but once the first of them has come too late it is let
 * through before anybody else.
 */
final class CapacityGate {
    /** Whether somebody may be admitted now. */
    private final BooleanSupplier room;

    /**
     * The first in the line, and the last; written under the lock. Linked, since an array that cannot grow would lose
     * the line.
     */
    volatile @Nullable Turn first;

    private @Nullable Turn last;

    /** A place in the line. */
    static final class Turn {
        private final Thread thread = Thread.currentThread();

        /** Whether it was woken and has not looked since. */
        volatile boolean woken;

        /** Whether it was woken once, and too late. */
        private volatile boolean late;

        // Guarded by the gate's lock.
        private @Nullable Turn before;
        private @Nullable Turn after;
        private boolean isInLine;
    }

    CapacityGate(BooleanSupplier room) {
        this.room = room;
    }

    /** Whether whoever comes is to enter the line at once. */
    boolean isStrict() {
        final Turn now = first;
        return now != null && now.late;
    }

    /** To be called when there may be room. */
    void signal() {
        final Turn now = first;
        if (now != null && !now.woken && room.getAsBoolean()) {
            now.woken = true;
            Patience.unpark(now.thread);
        }
    }

    /** Takes a place in the line, until {@link #leave}. */
    synchronized Turn join() {
        final Turn turn = new Turn();
        turn.isInLine = true;
        turn.before = last;
        if (last == null) {
            first = turn;
        } else {
            last.after = turn;
        }
        last = turn;
        return turn;
    }

    /**
     * Tries, whenever it is the caller's turn and there may be room, until the answer is not FULL; and not that there
     * is no thread, which may be started when some time has passed.
     *
     * @param admit what is tried
     * @param nanos how long no thread may be started
     * @param patience for how many nanoseconds the caller still waits, asked whenever it wakes up
     * @return null if its patience has ended first
     * @throws InterruptedException if interrupted meanwhile; nothing was admitted then
     */
    @SuppressWarnings("ReferenceEquality") // turns have no other
    Control.@Nullable Admission await(
            Turn turn, Supplier<Control.Admission> admit, LongSupplier nanos, LongSupplier patience)
            throws InterruptedException {
        while (true) {
            boolean timed = false; // as threads may be started when some time has passed
            final boolean wasWoken = turn.woken;
            turn.woken = false;
            if (first == turn) {
                final Control.Admission admission = admit.get();
                if (admission.kind() != Control.Admission.Kind.NO_THREAD
                        && admission.kind() != Control.Admission.Kind.FULL) {
                    return admission;
                }
                timed = admission.kind() == Control.Admission.Kind.NO_THREAD || nanos.getAsLong() > 0;
                turn.late |= wasWoken;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            final long left = patience.getAsLong();
            if (left <= 0) {
                return null;
            }
            if (timed) {
                LockSupport.parkNanos(this, Math.min(nanos.getAsLong(), left));
            } else if (!turn.woken && left == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else if (!turn.woken) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /** Makes way for the next, whose work is to come after the caller's. No effect the second time. */
    synchronized void leave(Turn turn) {
        if (!turn.isInLine) {
            return;
        }
        turn.isInLine = false;
        if (turn.before == null) {
            first = turn.after;
        } else {
            turn.before.after = turn.after;
        }
        if (turn.after == null) {
            last = turn.before;
        } else {
            turn.after.before = turn.before;
        }
        signal();
    }
}

package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a {@link WorkFifo}: slots for positions that follow one another. What belongs to a submission is kept
 * beside its slot, so that works stay small.
 *
 * <p>A slot and the phase of its work ({@link WorkWord}) change one after the other, since no CAS changes both. These
 * are the combinations that there are, and who makes the next step; a position is popped once {@code head} has passed
 * it.
 *
 * <pre>
 *   slot       popped  phase of the work    next step
 *   null       no      CLAIMED              fill, by the submitter; who pops waits
 *   work       no      CLAIMED              enqueue, by the submitter; who dequeues sees what the work was before
 *   work       no      QUEUED               a pop, or tryDequeue
 *   work       no      DEQUEUING            bury, by who dequeues: TOMBSTONE
 *   TOMBSTONE  no      any                  a pop
 *   work       yes     CLAIMED              enqueue, by the submitter; tryTake waits
 *   work       yes     QUEUED               tryStart, by who pops, or tryDequeue: one CAS of the word wins
 *   work       yes     STARTING to final    clear, by who popped, when the work has completed. By then it may have
 *                                           been submitted again, and its word tells of another position
 *   work       yes     DEQUEUING            tryTake, by who popped: POPPED; or bury, by who dequeues: TOMBSTONE
 *   POPPED     yes     DEQUEUING            bury, by who dequeues: null
 *   TOMBSTONE  yes     any                  tryTake, by who popped: null
 *   null       yes     any                  none: the slot is used again with the segment
 * </pre>
 *
 * A work is STARTING for a moment on its way from QUEUED to DEQUEUING as well: who pops it then waits until it is one
 * or the other. So the last to touch a slot's entries makes it null, and a slot that is seen null again is touched for
 * that position no more. Entries are plain: they are written before the slot is filled, and read after that was seen.
 */
final class WorkSegment {
    private static final int SIZE_BITS = 7;
    static final int SIZE = 1 << SIZE_BITS;

    private static final Object POPPED = new Object();
    private static final Object TOMBSTONE = new Object();
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle DEAD = Fields.handle(MethodHandles.lookup(), "dead", int.class);

    private final @Nullable Object[] works = new @Nullable Object[SIZE];
    private final long @Nullable [] submittedNanos;

    /** Made by the first submission with a home, as few have one; empty again when the slots are. */
    private volatile @Nullable Executor @Nullable [] homes;

    /**
     * The position of the first slot, divided by their number; of the use before while the segment is entered in the
     * list for the next one. Volatile: who sees it finds the segment there. Written under the list's lock.
     */
    private volatile long number = -1;

    /** How many works were dequeued here. A field, since who dequeues has this object at hand, and no other. */
    private volatile int dead;

    /** Where it is kept for later. The list's own. */
    @Nullable
    WorkSegment nextRetired;

    WorkSegment(boolean times) {
        submittedNanos = times ? new long[SIZE] : null;
    }

    static int slot(long position) {
        return (int) position & (SIZE - 1);
    }

    static long number(long position) {
        return position >> SIZE_BITS;
    }

    /** Before the segment is entered in the list for another use. */
    void prepare() {
        dead = 0;
    }

    /** Begins the use of the segment, once it is entered: from here on producers take positions in it. */
    void use(long forNumber) {
        number = forNumber;
    }

    long number() {
        return number;
    }

    boolean isNumber(long asked) {
        return number == asked;
    }

    /** Whether nobody touches the slots any more, once all positions have been popped. */
    boolean isSpent() {
        for (int slot = 0; slot < SIZE; slot++) {
            if (itemAcquire(slot) != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether every work was dequeued. Not undone before the segment is used again. */
    boolean isDead() {
        return dead == SIZE;
    }

    /** Makes room for homes, before a slot is taken: may throw an OutOfMemoryError. */
    void expectHome() {
        if (homes == null) {
            synchronized (this) {
                if (homes == null) {
                    homes = new @Nullable Executor[SIZE];
                }
            }
        }
    }

    /**
     * Puts a claimed work into a slot, which is the caller's alone. Release is enough: that there will be something was
     * said by taking the position.
     */
    void fill(int slot, ThreadletWork work, @Nullable Executor home, long nanos) {
        if (submittedNanos != null) {
            submittedNanos[slot] = nanos;
        }
        if (home != null && homes != null) {
            homes[slot] = home;
        }
        SLOT.setRelease(works, slot, (Object) work);
    }

    /** Acquire: pairs with the release of {@link #fill}. */
    @Nullable
    Object itemAcquire(int slot) {
        return (Object) SLOT.getAcquire(works, slot);
    }

    /** Whether a slot that was not popped has no work yet, or one that is not QUEUED yet. */
    boolean isBeingFilled(int slot) {
        final Object item = itemAcquire(slot);
        return item == null
                || (item instanceof ThreadletWork work
                        && WorkWord.phase(work.word()) == WorkWord.CLAIMED
                        && holds(slot, work));
    }

    /** Whether a slot holds a work, and not a mark, or another one. */
    @SuppressWarnings("ReferenceEquality") // works may define equality as they like
    boolean holds(int slot, ThreadletWork work) {
        return itemAcquire(slot) == work;
    }

    /** The work that waits at a position; null if none does, or not any more. */
    @Nullable
    ThreadletWork waiting(long position, Engine engine) {
        return itemAcquire(slot(position)) instanceof ThreadletWork work && work.waitsAt(engine, position)
                ? work
                : null;
    }

    /**
     * Starts the work at a position that the caller has popped.
     *
     * @param item what the slot held
     * @return whether it is to be had
     */
    @SuppressWarnings("ReferenceEquality") // as above
    boolean tryTake(long position, Object item, Engine engine) {
        final int slot = slot(position);
        if (item instanceof ThreadletWork work) {
            final int queued = WorkWord.queuedAt(position);
            for (int tries = 0; ; tries++) {
                if (work.tryStart(engine, queued)) {
                    return true;
                }
                if (WorkWord.phase(work.word()) == WorkWord.DEQUEUING || !holds(slot, work)) {
                    break;
                }
                Patience.pause(tries); // CLAIMED just before it is QUEUED, else its slot is emptied by who dequeues it
            }
            if ((Object) SLOT.getAndSet(works, slot, POPPED) == work) {
                return false; // who dequeues it will clear the slot
            }
        }
        clear(slot);
        return false;
    }

    /** Release: whoever sees the slot empty has seen what was done with its entries. */
    void clear(int slot) {
        SLOT.setRelease(works, slot, (Object) null);
    }

    /** The home of a work that the caller has taken or dequeues. */
    @Nullable
    Executor takeHome(int slot) {
        final @Nullable Executor[] all = homes;
        if (all == null) {
            return null;
        }
        final Executor home = all[slot];
        if (home != null) { // to write a reference costs more than to look
            all[slot] = null;
        }
        return home;
    }

    /** When the work in a slot was submitted; 0 without times. */
    long submittedNanos(int slot) {
        return submittedNanos == null ? 0 : submittedNanos[slot];
    }

    /**
     * Empties the slot of a work that is DEQUEUING, so that it is collectable while works before it wait.
     *
     * @return whether the segment is dead now
     */
    boolean bury(int slot) {
        final boolean last =
                (int) DEAD.getAndAdd(this, 1) == SIZE - 1; // before the slot is emptied: the segment is still in use
        if ((Object) SLOT.getAndSet(works, slot, TOMBSTONE) == POPPED) {
            clear(slot);
        }
        return last;
    }
}

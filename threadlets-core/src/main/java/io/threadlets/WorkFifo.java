package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The works that wait, in order: an unbounded queue of segments for any number of threads, which allocates nothing in
 * the steady state. Takes a lock once for each {@value WorkSegment#SIZE} works, when a segment begins or ends.
 *
 * <p>Positions count up for ever. A producer takes a position by a CAS of {@code tail} and then fills its slot; a
 * consumer takes the position at {@code head}, once that is filled, by a CAS of {@code head}, and then has the slot for
 * itself.
 *
 * <ul>
 *   <li>F1 A position is filled once and popped once. The producer that has taken one fills its slot within a few
 *       instructions; a consumer that comes to it before waits for that, since there is no other first work.
 *   <li>F2 There is a segment for a position, for everybody to find, before {@code tail} passes it and until
 *       {@code head} has: it is entered before it has its number, and who takes a position has seen that. It is used
 *       for others only when all its slots were seen empty after that. So who has looked up a segment, and then wins
 *       the CAS of {@code tail} or {@code head}, or finds the work waiting there, has the right one; and everybody else
 *       finds it too.
 *   <li>F3 A segment all of whose works were dequeued is dropped; {@code head} jumps over the gap when it comes to it,
 *       or at once. So what was dequeued leaves behind four bytes for each {@value WorkSegment#SIZE} works until the
 *       works before it are taken.
 *   <li>F4 While the queue is closed, nothing is popped: the closing bit is in {@code head}, so the CAS decides.
 * </ul>
 */
final class WorkFifo {
    private static final int SIZE = WorkSegment.SIZE;
    private static final long CLOSED = 1;
    private static final int FIRST_LENGTH = 4;

    /** How many segments are kept for later. */
    private static final int MOST_RETIRED = 16;

    private final Engine engine;
    private final boolean times;

    /** Chosen at random, so that the same position rarely means a place in two queues. */
    private final long origin = (long) ThreadLocalRandom.current().nextInt(1 << 18) * SIZE;

    private final PaddedLong tail = new PaddedLong();

    /** Twice the position, and the closing bit. */
    private final PaddedLong head = new PaddedLong();

    /** The segments in use, each at its number modulo the length. Elements are written under the lock. */
    private volatile AtomicReferenceArray<@Nullable WorkSegment> segments = new AtomicReferenceArray<>(FIRST_LENGTH);

    /** The one made last, where most submissions are. Written under the lock. */
    private volatile @Nullable WorkSegment newest;

    /** Segments that {@code head} has passed, linked, as a work is lost if one cannot be kept. Guarded by the lock. */
    private @Nullable WorkSegment oldestRetired;

    private @Nullable WorkSegment latestRetired;
    private int retired;

    WorkFifo(Engine engine, boolean times) {
        this.engine = engine;
        this.times = times;
        tail.set(origin);
        head.set(origin << 1);
        prepare(WorkSegment.number(origin));
    }

    /** Where the next work will be. */
    long end() {
        return tail.get();
    }

    /** How many works were ever offered. */
    long offered() {
        return tail.get() - origin;
    }

    /**
     * Adds a claimed work, which is QUEUED from here on.
     *
     * @return its word then
     * @throws OutOfMemoryError with nothing changed
     */
    int offer(ThreadletWork work, @Nullable Executor home, long submittedNanos) {
        while (true) {
            final long position = tail.get();
            final WorkSegment segment = segment(position, newest);
            if (segment == null) {
                prepare(WorkSegment.number(position));
                continue;
            }
            if (home != null) {
                segment.expectHome();
            }
            if (tail.compareAndSet(position, position + 1)) {
                segment.fill(WorkSegment.slot(position), work, home, submittedNanos);
                return work.enqueue(engine, position);
            }
        }
    }

    /**
     * Whether {@link #poll} would find something, or may. Volatile reads: a thread that enters the idle list and then
     * asks is seen there by the producer whose position it does not see.
     */
    boolean isReady() {
        final long seen = head.get();
        return (seen & CLOSED) == 0 && seen >> 1 < tail.get();
    }

    /** How many works wait, or a few more: those dequeued count until {@code head} comes to them. */
    long mostReady() {
        return tail.get() - begin();
    }

    /** Whether more works wait than a segment holds. */
    boolean areManyReady() {
        return mostReady() > SIZE;
    }

    /** Up to which position works have been taken, or dropped. */
    long begin() {
        return head.get() >> 1;
    }

    /**
     * Takes the first work that is to be had; it is STARTING then.
     *
     * @param until the position to stop at
     * @param by accepts it
     */
    @Nullable
    ThreadletWork poll(long until, WorkRun by) {
        for (int tries = 0; ; ) {
            final long seen = head.get();
            final long position = seen >> 1;
            final WorkSegment segment = segment(position, by.segment());
            if ((seen & CLOSED) != 0 || position >= until) {
                return null;
            }
            if (segment == null) {
                if (position >= tail.get()) {
                    return null;
                }
                skipDropped(seen);
                continue;
            }
            final Object item = segment.itemAcquire(WorkSegment.slot(position));
            if (item == null) {
                if (head.get() == seen) {
                    if (position >= tail.get()) {
                        return null;
                    }
                    Patience.pause(tries++); // the producer needs a processor
                }
            } else if (head.compareAndSet(seen, seen + 2)) {
                final boolean taken = segment.tryTake(position, item, engine);
                if (taken) {
                    by.acceptFrom(segment, position);
                }
                if (WorkSegment.slot(position) == SIZE - 1) {
                    retire(segment, WorkSegment.number(position));
                }
                if (taken) {
                    return (ThreadletWork) item;
                }
            }
        }
    }

    /** Where a waiting work is; null if it is being popped. */
    @Nullable
    WorkSegment segmentOf(ThreadletWork work, int word) {
        final long last = tail.get() - 1;
        final long first = head.get() >> 1;
        for (long position = WorkWord.lastPosition(last, word); position >= first; position -= WorkWord.TURNS) {
            final WorkSegment segment = segment(position);
            if (segment != null && segment.holds(WorkSegment.slot(position), work)) {
                return segment;
            }
        }
        return null;
    }

    /** Forgets a work that is DEQUEUING. */
    void remove(WorkSegment segment, int word) {
        final int slot = WorkSegment.slot(WorkWord.turn(word));
        if (segment.bury(slot)) {
            drop(segment);
        }
    }

    void close() {
        head.updateAndGet(seen -> seen | CLOSED);
    }

    void open() {
        head.updateAndGet(seen -> seen & ~CLOSED);
    }

    // ---- segments ----

    /** The segment of a position, which may be the one given; null if there is none yet, or none any more. */
    private @Nullable WorkSegment segment(long position, @Nullable WorkSegment guess) {
        final long number = WorkSegment.number(position);
        return guess != null && guess.isNumber(number) ? guess : segment(position);
    }

    /** The segment of a position; null if there is none yet, or none any more. */
    private @Nullable WorkSegment segment(long position) {
        final AtomicReferenceArray<@Nullable WorkSegment> now = segments;
        final long number = WorkSegment.number(position);
        final WorkSegment found = now.get((int) number & (now.length() - 1));
        return found != null && found.isNumber(number) ? found : null;
    }

    /** Sees to it that the segment at {@code tail} is there, if that is still the one. */
    private synchronized void prepare(long number) {
        if (WorkSegment.number(tail.get()) != number) {
            return;
        }
        AtomicReferenceArray<@Nullable WorkSegment> now = segments;
        WorkSegment there = now.get((int) number & (now.length() - 1));
        while (there != null && !there.isNumber(number)) {
            now = twiceAsLong(now);
            there = now.get((int) number & (now.length() - 1));
        }
        if (there == null) {
            final WorkSegment made = spentOrNew();
            made.prepare();
            now.set((int) number & (now.length() - 1), made);
            segments = now;
            made.use(number); // after it was entered: others follow who takes a position in it (F2)
            newest = made;
        }
    }

    private static AtomicReferenceArray<@Nullable WorkSegment> twiceAsLong(
            AtomicReferenceArray<@Nullable WorkSegment> before) {
        final int length = before.length();
        final AtomicReferenceArray<@Nullable WorkSegment> after = new AtomicReferenceArray<>(2 * length);
        for (int i = 0; i < length; i++) {
            final WorkSegment each = before.get(i);
            if (each != null) {
                after.set((int) each.number() & (2 * length - 1), each);
            }
        }
        return after;
    }

    private WorkSegment spentOrNew() {
        for (int tries = Math.min(2, retired); tries > 0; tries--) {
            final WorkSegment oldest = removeRetired();
            if (oldest.isSpent()) {
                return oldest;
            }
            addRetired(oldest); // or a work in it runs for long
        }
        return new WorkSegment(times);
    }

    private void addRetired(WorkSegment segment) {
        if (latestRetired == null) {
            oldestRetired = segment;
        } else {
            latestRetired.nextRetired = segment;
        }
        latestRetired = segment;
        retired++;
    }

    private WorkSegment removeRetired() {
        final WorkSegment oldest = Objects.requireNonNull(oldestRetired);
        oldestRetired = oldest.nextRetired;
        oldest.nextRetired = null;
        if (oldestRetired == null) {
            latestRetired = null;
        }
        retired--;
        return oldest;
    }

    /** All positions were popped. */
    private synchronized void retire(WorkSegment segment, long number) {
        if (removed(segment, number) && retired < MOST_RETIRED) {
            addRetired(segment);
        }
    }

    /** All works were dequeued. */
    private synchronized void drop(WorkSegment segment) {
        if (segment.isDead()) {
            removed(segment, segment.number());
            while (skipDropped(head.get())) {} // so that who lists need not
        }
    }

    /** Has {@code head} jump over a dropped segment (F3); false if there is none, or somebody else was faster. */
    private boolean skipDropped(long seen) {
        final long position = seen >> 1;
        final long next = ((WorkSegment.number(position) + 1) * SIZE) << 1;
        return position < tail.get()
                && segment(position) == null // looked at after it must have been there (F2)
                && head.compareAndSet(seen, next | (seen & CLOSED));
    }

    @SuppressWarnings("ReferenceEquality") // segments have no other
    private boolean removed(WorkSegment segment, long number) {
        final AtomicReferenceArray<@Nullable WorkSegment> now = segments;
        final int index = (int) number & (now.length() - 1);
        if (now.get(index) != segment || !segment.isNumber(number)) {
            return false;
        }
        now.set(index, null);
        return true;
    }

    // ---- listing ----

    /** The works that wait now, oldest first, without the first so many; weakly consistent. */
    List<ThreadletWork> list(int skip, int limit) {
        return list(skip, limit, false);
    }

    /**
     * All works that wait, oldest first, also those whose producers have taken a position and are about to fill it: for
     * who has closed the queue, so that nothing is popped meanwhile.
     */
    List<ThreadletWork> listClosed() {
        return list(0, Integer.MAX_VALUE, true);
    }

    private List<ThreadletWork> list(int skip, int limit, boolean isClosed) {
        final List<ThreadletWork> works = new ArrayList<>();
        int skipped = 0;
        final long end = tail.get();
        for (long position = head.get() >> 1; position < end && works.size() < limit; position++) {
            final WorkSegment segment = segment(position);
            if (segment == null) {
                position |= SIZE - 1;
                continue;
            }
            for (int tries = 0; isClosed && segment.isBeingFilled(WorkSegment.slot(position)); tries++) {
                Patience.pause(tries);
            }
            final ThreadletWork work = segment.waiting(position, engine);
            if (work != null && skipped++ >= skip) {
                works.add(work);
            }
        }
        return works;
    }

    /** How long a work has waited; null if unknown, or over. */
    @Nullable
    Duration age(ThreadletWork work, long nowNanos) {
        final int word = work.word();
        final WorkSegment segment = times && WorkWord.isQueued(word) ? segmentOf(work, word) : null;
        return segment == null
                ? null
                : Duration.ofNanos(nowNanos - segment.submittedNanos(WorkSegment.slot(WorkWord.turn(word))));
    }
}

package io.threadlets;

import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for something to do, the most recently idle one first out, so that under a light load the
 * others go. On a short lock of its own, which allocates nothing: who comes here is about to park or to wake somebody,
 * which costs a hundred times more. Who only wants to know whether anybody waits reads one volatile field.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // what is volatile is written under the lock alone
final class IdleList {
    /** Guarded by the lock, like the workers' links. */
    private @Nullable Worker top;

    /** Taken before the lock by who nudges all, one at a time. */
    private final Object nudging = new Object();

    private volatile int size;

    /** How many of them wait without a deadline, or are about to. */
    private volatile int untimed;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Enters a worker, which is to look for something to do once more before it parks. */
    synchronized void push(Worker worker) {
        worker.below = top;
        if (top != null) {
            top.above = worker;
        }
        top = worker;
        worker.isListed = true;
        size++;
    }

    /**
     * Takes the most recently idle worker off; it has to be woken then.
     *
     * @param head how far works were taken by then, for {@link Pace}
     */
    synchronized @Nullable Worker pop(long head) {
        final Worker popped = top;
        if (popped != null) {
            popped.sinceHead = head;
            popped.sinceNanos = System.nanoTime();
            unlink(popped);
        }
        return popped;
    }

    /** Takes a worker off; false if a {@link #pop} was faster. */
    synchronized boolean remove(Worker worker) {
        if (!worker.isListed) {
            return false;
        }
        unlink(worker);
        return true;
    }

    /** Has all look around, without taking them off. */
    void nudge() {
        if (!isEmpty()) {
            nudge(false);
        }
    }

    /** A worker waits without a deadline from now on; it is to look whether it may before it parks. */
    synchronized void untime(Worker worker) {
        if (worker.isListed && !worker.isUntimed) {
            worker.isUntimed = true;
            untimed++;
        }
    }

    /** Has those who wait without a deadline look whether they want one now. */
    void retime() {
        if (untimed > 0) {
            nudge(true);
        }
    }

    /**
     * Not under the lock, which each of them wants then: who leaves the list meanwhile looks around anyway, and who
     * enters it does so afterwards.
     */
    private void nudge(boolean untimedOnly) {
        synchronized (nudging) {
            Worker worker = chain(untimedOnly);
            while (worker != null) {
                final Worker next = worker.nextNudged;
                worker.nextNudged = null;
                Patience.unpark(worker.thread());
                worker = next;
            }
        }
    }

    /** Links those to be nudged, who wait with a deadline from now on if they are the untimed; returns the first. */
    private synchronized @Nullable Worker chain(boolean untimedOnly) {
        Worker first = null;
        Worker last = null;
        for (Worker worker = top; worker != null; worker = worker.below) {
            if (untimedOnly && !worker.isUntimed) {
                continue;
            }
            if (untimedOnly) {
                timed(worker);
            }
            if (last == null) {
                first = worker;
            } else {
                last.nextNudged = worker;
            }
            last = worker;
        }
        return first;
    }

    private void timed(Worker worker) {
        worker.isUntimed = false;
        untimed--;
    }

    private void unlink(Worker worker) {
        if (worker.isUntimed) {
            timed(worker);
        }
        if (worker.above == null) {
            top = worker.below;
        } else {
            worker.above.below = worker.below;
        }
        if (worker.below != null) {
            worker.below.above = worker.above;
        }
        worker.above = null;
        worker.below = null;
        size--;
        worker.isListed = false; // last: what stands before is seen by who sees this
    }
}

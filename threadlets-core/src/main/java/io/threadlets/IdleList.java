package io.threadlets;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for something to do, the most recently idle one first out, so that under a light load the
 * others go. On a short lock of its own: who comes here is about to park or to wake somebody, which costs a hundred
 * times more. Who only wants to know whether anybody waits reads one volatile field.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the size is written under the lock alone
final class IdleList {
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, like the workers' links. */
    private @Nullable Worker top;

    /** Written under the lock. */
    private volatile int size;

    /** How many park without a deadline. */
    private final AtomicInteger untimed = new AtomicInteger();

    boolean isEmpty() {
        return size == 0;
    }

    /** Enters a worker, which is to look for something to do once more before it parks. */
    void push(Worker worker) {
        lock.lock();
        try {
            worker.below = top;
            if (top != null) {
                top.above = worker;
            }
            top = worker;
            worker.isListed = true;
            size++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the most recently idle worker off; it has to be woken then. */
    @Nullable
    Worker pop() {
        lock.lock();
        try {
            final Worker popped = top;
            if (popped != null) {
                unlink(popped);
            }
            return popped;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a worker off; false if a {@link #pop} was faster. */
    boolean remove(Worker worker) {
        lock.lock();
        try {
            if (!worker.isListed) {
                return false;
            }
            unlink(worker);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has all look around, without taking them off. */
    void nudge() {
        if (isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (Worker worker = top; worker != null; worker = worker.below) {
                LockSupport.unpark(worker.thread());
            }
        } finally {
            lock.unlock();
        }
    }

    int untimed() {
        return untimed.get();
    }

    /** Parks the calling thread unless it wants a deadline after all: looked at once it is counted. */
    void parkUntimed(Worker worker, BooleanSupplier wantsDeadline) {
        untimed.incrementAndGet();
        try {
            if (!wantsDeadline.getAsBoolean() && worker.isListed) {
                LockSupport.park(worker);
            }
        } finally {
            untimed.decrementAndGet();
        }
    }

    private void unlink(Worker worker) {
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
        worker.isListed = false;
        size--;
    }
}

package io.threadlets;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where submitters wait for room, in the order of arrival ({@link OnFull#BLOCK}).
 *
 * <p>Who comes counts itself before it tries for room; who makes room looks at that count afterwards: so one of them
 * sees the other. Who goes, with room or interrupted, has the next one look.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the count is written under the lock alone
final class RoomGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Condition> line = new ArrayDeque<>();

    /** Written under the lock. */
    private volatile int waiting;

    boolean isCrowded() {
        return waiting > 0;
    }

    /** To be called when there may be room. */
    void signal() {
        if (waiting > 0) {
            lock.lock();
            try {
                signalFirst();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a place in the line, until {@link #leave}. */
    Condition join() {
        lock.lock();
        try {
            final Condition turn = lock.newCondition();
            line.addLast(turn);
            waiting++;
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tries, whenever it is the caller's turn and there may be room, until the answer is not FULL.
     *
     * @throws InterruptedException if interrupted meanwhile; nothing was admitted then
     */
    @SuppressWarnings("ReferenceEquality") // conditions have no other
    Control.Admission await(Condition turn, Supplier<Control.Admission> admit) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (line.peekFirst() == turn) {
                    final Control.Admission admission = admit.get();
                    if (admission.kind() != Control.Admission.Kind.FULL) {
                        return admission;
                    }
                }
                turn.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes way for the next, whose work is to come after the caller's. No effect the second time. */
    void leave(Condition turn) {
        lock.lock();
        try {
            if (line.remove(turn)) {
                waiting--;
                signalFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private void signalFirst() {
        final Condition first = line.peekFirst();
        if (first != null) {
            first.signal();
        }
    }
}

package io.threadlets;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Waiting: for another thread that needs a few instructions, and a processor, to get on; or for memory. */
final class Patience {
    private static final int YIELDS = 64;
    private static final long PARK_NANOS = 50_000;

    private Patience() {}

    /**
     * Lets others run; from the 64th try on for longer, since whoever is waited for may itself be held up. Never fails,
     * though a virtual thread may need memory to wait.
     */
    @SuppressWarnings("ThreadPriorityCheck") // to let others run is the point
    static void pause(int tries) {
        try {
            if (tries < YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PARK_NANOS);
            }
        } catch (OutOfMemoryError noMemory) {
            Thread.onSpinWait();
        }
    }

    /**
     * Does what must not fail any more, as soon as there is memory for it.
     *
     * @param attempt a constant, so that there is nothing to make; may be called again and again
     */
    static <A, R> R atLast(Function<A, R> attempt, A argument) {
        for (int tries = 0; ; tries++) {
            try {
                return attempt.apply(argument);
            } catch (OutOfMemoryError noMemory) {
                pause(tries);
            }
        }
    }

    /** Tries again where there is no memory, which a virtual thread may need: nobody else would wake that thread. */
    static void unpark(Thread thread) {
        for (int tries = 0; ; tries++) {
            try {
                LockSupport.unpark(thread);
                return;
            } catch (OutOfMemoryError noMemory) {
                pause(tries);
            }
        }
    }
}

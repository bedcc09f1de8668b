package io.threadlets;

import java.util.concurrent.locks.LockSupport;

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

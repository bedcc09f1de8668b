package io.threadlets.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** What is done with any pool. */
final class Pools {
    /** Long enough to leave the processor to the pool, short enough for thousands of rounds per second. */
    private static final long LOOK_NANOS = 20_000;

    private Pools() {}

    /** A pool whose threads are all alive and idle, and stay so. */
    static Pool openWarm(Peer peer, int threads) {
        final Pool pool = peer.open(Shape.fixed(threads));
        Crowd.warmUp(pool, peer, threads);
        return pool;
    }

    /** Waits until every thread of the pool waits. All tasks must have ended. */
    static void awaitQuiet(Pool pool) {
        while (!pool.isQuiet()) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new IllegalStateException("Interrupted while waiting for a pool to come to rest.");
            }
        }
    }
}

package io.threadlets.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool that can be led to its limits: a {@code ThreadletQueue}, or a {@code ThreadPoolExecutor} of the same shape
 * with whatever comes nearest to the queue's operations.
 */
interface Rival extends AutoCloseable {
    /** Whom the mains compare. */
    List<Peer> PEERS = List.of(Peer.THREADLETS, Peer.TPE_LINKED);

    /** How often to look whether something has happened: a small part of what the mains measure. */
    long LOOK_NANOS = 50_000;

    /** {@return a pool without a thread} */
    static Rival open(Peer peer, RivalShape shape) {
        return switch (peer) {
            case THREADLETS -> ThreadletsRival.of(shape);
            case TPE_LINKED -> ExecutorRival.of(shape);
            default -> throw new IllegalArgumentException("peer must be one of " + PEERS + " but was " + peer);
        };
    }

    /** {@return the two in turns, since the machine is not equally fast all the time} */
    static List<Peer> inTurns(int round) {
        return round % 2 == 0 ? PEERS : List.of(PEERS.get(1), PEERS.get(0));
    }

    /** Hands a task over, which must be made for this peer. */
    void start(Task task);

    /** {@return what a task is cancelled with} */
    Future<?> submit(Callable<?> task);

    /** Starts all threads. */
    void prestart();

    /** {@return how many threads there are, as the pool itself counts them} */
    int threads();

    /** {@return whether that many threads are there, and none of them has anything to do} */
    boolean isIdle(int threads);

    /** {@return a sum of all the numbers that the pool tells of itself} */
    long numbers();

    /** Lets no thread stay. */
    void pause();

    /** Lets one thread stay. */
    void shrink();

    void shutdown();

    /** Returns when all has ended after {@link #shutdown}. */
    void awaitTermination();

    @Override
    default void close() {
        shutdown();
        awaitTermination();
    }

    /** Starts all threads, gives each a task, and returns when they wait again. */
    default void warmUp(Peer peer, int threads) {
        final Crowd crowd = new Crowd(threads, peer);
        prestart();
        crowd.gather();
        crowd.startAll(this::start);
        crowd.awaitAllRunning();
        crowd.release();
        while (!isIdle(threads)) {
            sleep(1_000_000);
        }
        // Those that have just been counted as idle may still be on their way to rest.
        sleep(20_000_000 + threads * 10_000L);
    }

    /** Sleeps about so long. */
    static void sleep(long nanos) {
        final long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new IllegalStateException("Interrupted while measuring.");
            }
        }
    }
}

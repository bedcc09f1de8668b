package io.threadlets.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Tasks each of which holds a thread until it is released, so that all of them run only on as many threads. */
final class Crowd {
    private final Countdown arrivals = new Countdown();
    private final Countdown ends = new Countdown();
    private final Sleeper[] sleepers;

    private volatile CountDownLatch gate = new CountDownLatch(0);

    Crowd(int size, Peer peer) {
        sleepers = new Sleeper[size];
        for (int i = 0; i < size; i++) {
            sleepers[i] = new Sleeper(peer);
        }
    }

    /** Makes a pool start all its threads and returns when they are idle. */
    static void warmUp(Pool pool, Peer peer, int threads) {
        if (peer == Peer.PARK) {
            return; // its only thread is there from the start
        }
        final Crowd crowd = new Crowd(threads, peer);
        crowd.gather();
        crowd.startAll(pool);
        crowd.awaitAllRunning();
        crowd.release();
        Pools.awaitQuiet(pool);
    }

    /** Begins a round. Like the rest, to be called by the thread that starts the tasks. */
    void gather() {
        arrivals.reset(sleepers.length);
        ends.reset(sleepers.length);
        gate = new CountDownLatch(1);
    }

    void startAll(Pool pool) {
        startAll(pool::start);
    }

    void startAll(Consumer<Task> start) {
        for (final Sleeper sleeper : sleepers) {
            start.accept(sleeper);
        }
    }

    void awaitAllRunning() {
        arrivals.await();
    }

    /** Ends a round: lets them go, and waits until they are gone. */
    void release() {
        gate.countDown();
        ends.await();
    }

    private final class Sleeper extends Task {
        Sleeper(Peer peer) {
            super(peer);
        }

        @Override
        void body() {
            final CountDownLatch gate = Crowd.this.gate;
            arrivals.down();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        void ended() {
            ends.down();
        }
    }
}

package io.threadlets.benchmarks;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** The threads of a pool, looked at from outside, so that all peers are judged by the same eye. */
final class PoolThreads implements ThreadFactory {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Override
    public Thread newThread(Runnable body) {
        final Thread thread = new Thread(body);
        thread.setDaemon(true);
        return known(thread);
    }

    /** Notes a thread that somebody else made. */
    <T extends Thread> T known(T thread) {
        threads.removeIf(t -> t.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    int alive() {
        int alive = 0;
        for (final Thread thread : threads) {
            if (thread.isAlive()) {
                alive++;
            }
        }
        return alive;
    }

    /** Whether none of them has anything to do. Some peers make threads and then do not start them: NEW for ever. */
    boolean areWaiting() {
        for (final Thread thread : threads) {
            switch (thread.getState()) {
                case RUNNABLE, BLOCKED -> {
                    return false;
                }
                default -> {}
            }
        }
        return true;
    }

    /** Waits for the end of threads that have been told to end. */
    void awaitEnd() {
        final long deadline = System.nanoTime() + END_LIMIT.toNanos();
        for (final Thread thread : threads) {
            try {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the pool's threads to end.", e);
            }
            if (thread.isAlive()) {
                throw new IllegalStateException(thread + " has not ended within " + END_LIMIT + ".");
            }
        }
    }
}

package io.threadlets.benchmarks;

import io.threadlets.OnFull;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** A pool every thread of which is kept by a task, with room for one more that waits. */
final class Crowded implements AutoCloseable {
    private final Random random = new Random(42);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore ended = new Semaphore(0);
    private final List<Future<?>> futures = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Rival rival;
    private final Peer peer;

    /** Written by the task that has just begun, read by who waited for that. */
    private Thread newest = Thread.currentThread();

    Crowded(Peer peer, int size, OnFull onFull) {
        this.peer = peer;
        rival = Rival.open(peer, RivalShape.of(size, ThreadKind.PLATFORM).bounded(1, onFull));
        for (int i = 0; i < size; i++) {
            futures.add(rival.submit(this::keep));
            begun.acquireUninterruptibly(); // one after the other, since there is no room for two that wait
            threads.add(newest);
        }
    }

    private Object keep() throws InterruptedException {
        newest = Thread.currentThread();
        begun.release();
        try {
            gate.await();
        } finally {
            ended.release();
        }
        return this;
    }

    Rival rival() {
        return rival;
    }

    /** One of the pool's threads, all of which are equally likely. */
    Thread anyThread() {
        return threads.get(random.nextInt(threads.size()));
    }

    /** Cancels one of the tasks that run, and returns how long that took; then puts another in its place. */
    long cancelOne() {
        final int one = random.nextInt(futures.size());
        final Future<?> future = futures.get(one);
        final long begin = System.nanoTime();
        final boolean cancelled = future.cancel(true);
        final long nanos = System.nanoTime() - begin;
        if (!cancelled) {
            throw new IllegalStateException("A task that runs was not cancelled.");
        }
        replace(one);
        return nanos;
    }

    /** The same without the pool: interrupts one of its threads. */
    long interruptOne() {
        final int one = random.nextInt(threads.size());
        final Thread thread = threads.get(one);
        final long begin = System.nanoTime();
        thread.interrupt();
        final long nanos = System.nanoTime() - begin;
        replace(one);
        return nanos;
    }

    /** The task has been interrupted. */
    private void replace(int one) {
        ended.acquireUninterruptibly();
        futures.set(one, rival.submit(this::keep));
        begun.acquireUninterruptibly();
        threads.set(one, newest); // the thread that was freed, since no other is free
    }

    /** Fills the one place, so that the next submission finds no room. */
    void fill() {
        rival.start(new TinyTask(peer, new Countdown()));
    }

    @Override
    public void close() {
        rival.shutdown();
        gate.countDown();
        rival.awaitTermination();
    }
}

package io.threadlets.benchmarks;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * How many bytes a pool itself holds.
 *
 * <p><b>Workload.</b> {@code new}: 1,000 pools without a thread. {@code after a burst}: 100 pools each of which had
 * 10,000 tasks waiting at once and has run them all, on its one thread, which waits now. What the heap holds then, less
 * what it held before, for each of them. The tasks themselves exist before.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue} that keeps times, and has been given a home with each work; a
 * {@code ThreadletQueue} without either, under {@code plain}; and a {@code ThreadPoolExecutor} with its linked queue,
 * which knows neither times nor homes, beside both.
 *
 * <p><b>Command.</b> {@code java -Xmx2g -XX:+UseSerialGC -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.Footprint}, which takes a few seconds.
 */
public final class Footprint {
    private static final int NEW_POOLS = 1_000;
    private static final int USED_POOLS = 100;
    private static final int TASKS = 10_000;

    private Footprint() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     */
    public static void main(String[] args) {
        final Settings settings = Settings.of(args, "rounds=3");
        final Task[] works = TinyTask.many(TASKS, Peer.THREADLETS, new Countdown());
        final Task[] runnables = TinyTask.many(TASKS, Peer.TPE_LINKED, new Countdown());
        for (int round = 0; round <= settings.number("rounds"); round++) {
            final boolean isMeasured = round > 0; // a JVM's first round also frees what its start left behind
            print(isMeasured, "new", Peer.THREADLETS, bytes(NEW_POOLS, pool -> queue(false)));
            print(isMeasured, "new", Peer.TPE_LINKED, bytes(NEW_POOLS, pool -> executor()));
            final double withHomes = bytes(USED_POOLS, pool -> usedQueue(works, true));
            final double plain = bytes(USED_POOLS, pool -> usedQueue(works, false));
            final double executor = bytes(USED_POOLS, pool -> usedExecutor(runnables));
            print(isMeasured, "after a burst, with times and homes", Peer.THREADLETS, withHomes);
            print(isMeasured, "after a burst, with times and homes", Peer.TPE_LINKED, executor);
            print(isMeasured, "after a burst, plain", Peer.THREADLETS, plain);
            print(isMeasured, "after a burst, plain", Peer.TPE_LINKED, executor);
        }
    }

    private static void print(boolean isMeasured, String metric, Peer peer, double bytes) {
        if (isMeasured) {
            Line.of(metric).print(peer, bytes, "B");
        }
    }

    private static double bytes(int count, IntFunction<Runnable> openedAndClosedBy) {
        final Runnable[] closers = new Runnable[count];
        final long before = Held.used();
        for (int i = 0; i < count; i++) {
            closers[i] = openedAndClosedBy.apply(i);
        }
        final long after = Held.used();
        for (final Runnable closer : closers) {
            closer.run();
        }
        return (double) (after - before) / count;
    }

    /** Opens a pool, and returns what closes it, which is the pool's own method, so that it holds nothing else. */
    private static Runnable queue(boolean times) {
        return open(times)::close;
    }

    private static ThreadletQueue open(boolean times) {
        return ThreadletQueue.builder("benchmark")
                .minThreads(1)
                .maxThreads(1)
                .threadFactory(ThreadKind.PLATFORM.factory())
                .times(times)
                .build();
    }

    private static Runnable executor() {
        return openExecutor()::shutdown;
    }

    private static ThreadPoolExecutor openExecutor() {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ThreadKind.PLATFORM.factory());
    }

    private static Runnable usedQueue(Task[] tasks, boolean timesAndHomes) {
        final ThreadletQueue queue = open(timesAndHomes);
        final Executor home = Runnable::run;
        final CountDownLatch gate = new CountDownLatch(1);
        queue.submit(ThreadletWork.of(() -> Held.awaitOpen(gate)));
        for (final ThreadletWork task : tasks) {
            if (timesAndHomes) {
                queue.submit(task, home);
            } else {
                queue.submit(task);
            }
        }
        gate.countDown();
        while (queue.snapshot().idle() == 0) {
            Rival.sleep(Rival.LOOK_NANOS);
        }
        return queue::close;
    }

    private static Runnable usedExecutor(Task[] tasks) {
        final ThreadPoolExecutor executor = openExecutor();
        final CountDownLatch gate = new CountDownLatch(1);
        executor.execute(() -> Held.awaitOpen(gate));
        for (final Task task : tasks) {
            executor.execute(task);
        }
        gate.countDown();
        while (executor.getCompletedTaskCount() <= tasks.length) {
            Rival.sleep(Rival.LOOK_NANOS);
        }
        return executor::shutdown;
    }
}

package io.threadlets.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that take long to start, and such as cannot be started.
 *
 * <p><b>Workload.</b> A pool of 8 threads none of which has been started, and 8 tasks each of which keeps its thread.
 * {@code slow factory}: the thread factory takes 200 ms for each thread, and 8 submitters submit a task each at once.
 * {@code slow thread}: each thread takes 200 ms before it runs what the pool gave it, and one submitter submits all of
 * the tasks. The results are the times until the first and until the last task has begun. {@code failing factory}: a
 * pool of 8 threads one of which lives and is kept by a task, and a factory that gives no other; how often it is called
 * for 200,000 tasks, until all of them have run.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue.
 *
 * <p><b>Command.</b> {@code java -Xmx1g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.SlowStarts}, which takes a quarter of a minute; {@code … SlowStarts rounds=1} less.
 */
public final class SlowStarts {
    private static final int THREADS = 8;
    private static final long SLOW_NANOS = 200_000_000;
    private static final int TASKS = 200_000;

    private SlowStarts() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     * @throws InterruptedException where the caller wants an end
     */
    public static void main(String[] args) throws InterruptedException {
        final Settings settings = Settings.of(args, "rounds=5");
        for (int round = 0; round < settings.number("rounds"); round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                slow(peer, "slow factory", SlowStarts::madeSlowly, THREADS);
                slow(peer, "slow thread", SlowStarts::startedSlowly, 1);
                failing(peer);
            }
        }
    }

    private static Thread madeSlowly(Runnable body) {
        Rival.sleep(SLOW_NANOS);
        return ThreadKind.PLATFORM.factory().newThread(body);
    }

    private static Thread startedSlowly(Runnable body) {
        return ThreadKind.PLATFORM.factory().newThread(() -> {
            Rival.sleep(SLOW_NANOS);
            body.run();
        });
    }

    private static void slow(Peer peer, String what, ThreadFactory factory, int submitters)
            throws InterruptedException {
        try (Rival rival = Rival.open(peer, shape().madeBy(factory))) {
            final Keepers keepers = new Keepers(peer);
            final CountDownLatch go = new CountDownLatch(1);
            for (int submitter = 0; submitter < submitters; submitter++) {
                final int from = submitter * THREADS / submitters;
                final int to = (submitter + 1) * THREADS / submitters;
                ThreadKind.PLATFORM
                        .factory()
                        .newThread(() -> {
                            Held.awaitOpen(go);
                            for (int i = from; i < to; i++) {
                                rival.start(keepers.keepers[i]);
                            }
                        })
                        .start();
            }
            Rival.sleep(20_000_000); // all submitters are there
            final long begin = System.nanoTime();
            go.countDown();
            keepers.all.await();
            Line.of(what + " first").printNanos(peer, keepers.firstBegun.get() - begin);
            Line.of(what + " last").printNanos(peer, keepers.lastBegun - begin);
            keepers.gate.countDown();
        }
    }

    private static RivalShape shape() {
        return RivalShape.of(THREADS, ThreadKind.PLATFORM);
    }

    private static void failing(Peer peer) throws InterruptedException {
        final AtomicInteger calls = new AtomicInteger();
        final Countdown ends = new Countdown();
        final TinyTask[] tasks = TinyTask.many(TASKS, peer, ends);
        try (Rival rival = Rival.open(peer, shape().madeBy(new OneThread(calls)))) {
            final Keepers keepers = new Keepers(peer);
            rival.start(keepers.keepers[0]);
            keepers.awaitOne();
            ends.reset(TASKS);
            for (final Task task : tasks) {
                rival.start(task);
            }
            keepers.gate.countDown();
            ends.await();
        }
        Line.of("failing factory calls").print(peer, calls.get(), "");
    }

    /** Gives one thread, and no other. */
    private record OneThread(AtomicInteger calls) implements ThreadFactory {
        @Override
        @SuppressWarnings("NullAway") // which is how a factory says that it has no thread
        public Thread newThread(Runnable body) {
            return calls.getAndIncrement() == 0 ? ThreadKind.PLATFORM.factory().newThread(body) : null;
        }
    }

    /** Tasks that say when they began, and keep their threads until the gate is opened. */
    private static final class Keepers {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch all = new CountDownLatch(THREADS);
        private final AtomicLong firstBegun = new AtomicLong();
        private final Keeper[] keepers = new Keeper[THREADS];

        /** Written by the last before it counts down. */
        private long lastBegun;

        Keepers(Peer peer) {
            for (int i = 0; i < THREADS; i++) {
                keepers[i] = new Keeper(peer);
            }
        }

        void awaitOne() {
            while (firstBegun.get() == 0) {
                Rival.sleep(Rival.LOOK_NANOS);
            }
        }

        private synchronized void begun() {
            lastBegun = System.nanoTime();
            firstBegun.compareAndSet(0, lastBegun);
            all.countDown();
        }

        private final class Keeper extends Task {
            Keeper(Peer peer) {
                super(peer);
            }

            @Override
            void body() {
                begun();
                Held.awaitOpen(gate);
            }

            @Override
            void ended() {}
        }
    }
}

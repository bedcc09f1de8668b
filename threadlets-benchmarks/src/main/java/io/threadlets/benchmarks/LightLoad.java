package io.threadlets.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether threads that are not needed any more leave although something still goes on.
 *
 * <p><b>Workload.</b> 64 threads that were all busy once and leave after 2 s without work; then a tiny task every 5 ms,
 * for which one thread is enough, until only one is left, or until 3 s after the timeout.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue and
 * {@code allowCoreThreadTimeOut}.
 *
 * <p><b>Command.</b> {@code java -cp threadlets-benchmarks/target/benchmarks.jar io.threadlets.benchmarks.LightLoad},
 * which prints lines {@code peer<TAB>milliseconds<TAB>threads}, and for each peer at last {@code peer<TAB>reached
 * one<TAB>milliseconds} or {@code peer<TAB>not within<TAB>milliseconds}; peers may be given as arguments.
 */
public final class LightLoad {
    private static final int THREADS = 64;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LIMIT = IDLE_TIMEOUT.plusSeconds(3);
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final int TASKS_PER_LINE = 50;

    private LightLoad() {}

    /**
     * Measures.
     *
     * @param args names of peers, or none for the two
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            run(Peer.THREADLETS);
            run(Peer.TPE_LINKED);
        } else {
            for (final String name : args) {
                run(Peer.valueOf(name));
            }
        }
    }

    private static void run(Peer peer) {
        try (Pool pool = peer.open(Shape.shrinking(THREADS, IDLE_TIMEOUT))) {
            Crowd.warmUp(pool, peer, THREADS);
            load(pool, peer);
        }
    }

    private static void load(Pool pool, Peer peer) {
        final Countdown end = new Countdown();
        final TinyTask task = new TinyTask(peer, end);
        final long begin = System.nanoTime();
        for (int tasks = 0; ; tasks++) {
            final int threads = pool.threads();
            final long millis = (System.nanoTime() - begin) / 1_000_000;
            if (tasks % TASKS_PER_LINE == 0) {
                System.out.println(peer + "\t" + millis + "\t" + threads);
            }
            if (threads <= 1) {
                System.out.println(peer + "\treached one\t" + millis);
                return;
            }
            if (millis > LIMIT.toMillis()) {
                System.out.println(peer + "\tnot within\t" + millis);
                return;
            }
            final long next = System.nanoTime() + PERIOD.toNanos(); // what is late is not made up for in a burst
            end.reset(1);
            pool.start(task);
            end.await();
            awaitTime(next);
        }
    }

    private static void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

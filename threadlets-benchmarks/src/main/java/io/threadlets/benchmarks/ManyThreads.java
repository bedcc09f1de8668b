package io.threadlets.benchmarks;

import io.threadlets.OnFull;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * What must not cost more because there are more threads.
 *
 * <p><b>Workload.</b> A pool of so many threads, all of which are busy, in that they block; and one caller.
 * {@code reject}: a submission that is rejected since there is no room. {@code caller runs}: one that the caller runs
 * himself. {@code cancel}: of a running task, chosen at random, its thread interrupted; putting another in its place is
 * not measured. {@code owns}: the question whether the pool has made a thread, asked for the caller's own ({@code owns
 * other}) and for one of the pool's, chosen at random. {@code numbers}: what the pool tells of itself. Each result is
 * the time of one call: the median of the batches of a round, or of the single calls where they cannot be measured
 * together. The two pools take turns.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue, which cannot say
 * whose a thread is, and gives each number by itself.
 *
 * <p><b>Command.</b> {@code java -Xmx2g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.ManyThreads}. A quick look: {@code … ManyThreads threads=64,1000 rounds=2}.
 */
public final class ManyThreads {
    private static final int BATCHES = 31;
    private static final int WARM_UP_ROUNDS = 20;
    private static final int SINGLE_CALLS = 155;

    /** Long beside what it takes to read the clock, short beside what a scheduler gives to a thread. */
    private static final long BATCH_NANOS = 50_000;

    /** Where what was measured goes, so that no compiler drops it. */
    @SuppressWarnings("UnusedVariable") // to be written is enough
    private static volatile long sink;

    private ManyThreads() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     */
    public static void main(String[] args) {
        final Settings settings = Settings.of(args, "threads=64,1000,5000", "rounds=5");
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                run(peer, 8, /* isMeasured= */ false);
            }
        }
        for (int round = 0; round < settings.number("rounds"); round++) {
            for (final int threads : settings.numbers("threads")) {
                for (final Peer peer : Rival.inTurns(round)) {
                    run(peer, threads, /* isMeasured= */ true);
                }
            }
        }
    }

    private static void run(Peer peer, int threads, boolean isMeasured) {
        final Results results = new Results(peer, threads, isMeasured);
        try (Crowded pool = new Crowded(peer, threads, OnFull.REJECT)) {
            results.add("cancel", median(SINGLE_CALLS, pool::cancelOne));
            results.add("interrupt", median(SINGLE_CALLS, pool::interruptOne));
            pool.fill();
            final Task task = new TinyTask(peer, new Countdown());
            results.add("reject", perCall(() -> rejected(pool.rival(), task)));
            results.add("numbers", perCall(pool.rival()::numbers));
            if (pool.rival() instanceof ThreadletsRival queue) {
                final Thread caller = Thread.currentThread();
                results.add("owns other", perCall(() -> queue.owns(caller) ? 1 : 0));
                results.add("owns one", perCall(() -> queue.owns(pool.anyThread()) ? 1 : 0));
            }
        }
        try (Crowded pool = new Crowded(peer, threads, OnFull.CALLER_RUNS)) {
            pool.fill();
            final Task task = new TinyTask(peer, new Countdown());
            results.add("caller runs", perCall(() -> {
                pool.rival().start(task);
                return 1;
            }));
        }
    }

    private static long rejected(Rival rival, Task task) {
        try {
            rival.start(task);
        } catch (RejectedExecutionException e) {
            return System.identityHashCode(e);
        }
        throw new IllegalStateException("There was room.");
    }

    private static double perCall(LongSupplier call) {
        final double guess = Math.max(1, median(BATCHES, () -> batch(call, 1)));
        final int calls = (int) Math.max(1, BATCH_NANOS / guess);
        return median(BATCHES, () -> batch(call, calls)) / calls;
    }

    private static long batch(LongSupplier call, int calls) {
        long sum = 0;
        final long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            sum += call.getAsLong();
        }
        final long nanos = System.nanoTime() - begin;
        sink = sum;
        return nanos;
    }

    private static double median(int count, LongSupplier nanos) {
        final long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = nanos.getAsLong();
        }
        Arrays.sort(all);
        return (double) all[count / 2];
    }

    /** Prints them, unless the pool was only there to warm up. */
    private record Results(Peer peer, int threads, boolean isMeasured) {
        void add(String metric, double nanos) {
            if (isMeasured) {
                Line.of(metric).with("threads", threads).printNanos(peer, nanos);
            }
        }
    }
}

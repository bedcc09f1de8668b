package io.threadlets.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Throughput: how long a tiny task takes when many come at once.
 *
 * <p><b>Workload.</b> 1,000 or 10,000 tasks, each of which increments a field of its own and counts down one shared
 * counter; the last wakes the benchmark's thread. One thread submits them, or four at once a quarter each. All threads
 * of the pool are alive before. The result is the time from the first submission to the last end, per task. A small
 * burst comes ten times, each after the end of the one before.
 *
 * <p><b>Rivals.</b> Every {@link Peer} but PARK.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.Burst.}, which takes long;
 * three minutes takes {@code … benchmarks.Burst. -p peer=THREADLETS_EXECUTOR,TPE_LINKED -f 3}.
 */
@Warmup(
        iterations = 1,
        time = 1_800,
        timeUnit = TimeUnit.MILLISECONDS) // longer than elsewhere: FORK_JOIN comes into its own after 1.7 s
public class Burst extends PeerBenchmark {
    /** In one invocation, whatever the size of a burst, since JMH divides by a constant. */
    private static final int TASKS = 10_000;

    @Param({"1", "4"})
    int submitters;

    @Param({"8", "64"})
    int threads;

    @Param({"1000", "10000"})
    int tasks;

    private final Countdown ends = new Countdown();
    private Pool pool;
    private TinyTask[] burst;
    private Submitters crew;
    private int rounds;

    /** Starts the pool and the submitters. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, threads);
        burst = TinyTask.many(tasks, peer, ends);
        crew = new Submitters(pool, burst, submitters);
    }

    /** Ends them, and looks whether everything was run. */
    @TearDown
    public void close() {
        crew.close();
        pool.close();
        TinyTask.requireRuns(burst, rounds);
    }

    /** All of the tasks. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst() {
        for (int i = 0; i < TASKS; i += tasks) {
            rounds++;
            ends.reset(tasks);
            crew.startAll();
            ends.await();
        }
    }
}

package io.threadlets.benchmarks;

import io.threadlets.OnFull;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Submitters that wait for room.
 *
 * <p><b>Workload.</b> 10,000 tiny tasks to 2 threads and a queue with few places, which is full nearly all the time.
 * One thread submits them, or four at once a quarter each. The result is the time from the first submission to the last
 * end, per task.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue} with {@code OnFull.BLOCK}, and a {@code ThreadPoolExecutor} whose handler
 * puts into its bounded queue what was rejected, which waits for room.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.BlockAtLimit. -f 2}, which
 * takes half a minute.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class BlockAtLimit {
    private static final int TASKS = 10_000;
    private static final int THREADS = 2;

    @Param({"THREADLETS", "TPE_LINKED"})
    Peer peer = Peer.THREADLETS;

    @Param({"1", "4"})
    int submitters;

    @Param({"16", "1000"})
    int capacity;

    private final Countdown ends = new Countdown();
    private Pool pool;
    private TinyTask[] tasks;
    private Submitters crew;
    private int rounds;

    /** Starts the pool and the submitters. */
    @Setup
    public void open() {
        pool = openBounded();
        Crowd.warmUp(pool, peer, THREADS);
        tasks = TinyTask.many(TASKS, peer, ends);
        crew = new Submitters(pool, tasks, submitters);
    }

    private Pool openBounded() {
        if (peer == Peer.THREADLETS) {
            return ThreadletsPool.of(
                    Shape.fixed(THREADS), builder -> builder.capacity(capacity).onFull(OnFull.BLOCK));
        }
        final PoolThreads threads = new PoolThreads();
        return new ExecutorPool(
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(capacity),
                        threads,
                        Peer::waitForThread),
                threads);
    }

    /** Ends them, and looks whether everything was run. */
    @TearDown
    public void close() {
        crew.close();
        pool.close();
        TinyTask.requireRuns(tasks, rounds);
    }

    /** All of the tasks. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst() {
        rounds++;
        ends.reset(TASKS);
        crew.startAll();
        ends.await();
    }
}

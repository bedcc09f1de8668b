package io.threadlets.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * There and back: one task is handed over and its end awaited.
 *
 * <p><b>Workload.</b> A pool of one thread and one tiny task, whose end unparks the benchmark's thread, which then
 * starts it again.
 *
 * <p><b>Rivals.</b> Every {@link Peer}; PARK, which is bare {@code park} and {@code unpark}, is the floor.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.HandOver.}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class HandOver {
    @Param({
        "PARK",
        "THREADLETS",
        "THREADLETS_EXECUTOR",
        "TPE_LINKED",
        "TPE_SYNCHRONOUS",
        "TOMCAT",
        "FORK_JOIN",
        "ENHANCED_QUEUE",
        "JETTY",
        "VIRTUAL",
        "C_ALGORITHM"
    })
    Peer peer = Peer.PARK;

    private final Countdown end = new Countdown();
    private Pool pool;
    private TinyTask task;

    /** Starts the pool. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, 1);
        task = new TinyTask(peer, end);
    }

    /** Ends the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** One task and its answer. */
    @Benchmark
    public void handOver() {
        end.reset(1);
        pool.start(task);
        end.await();
    }
}

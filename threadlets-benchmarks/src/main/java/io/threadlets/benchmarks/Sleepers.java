package io.threadlets.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A sudden demand for every thread at once.
 *
 * <p><b>Workload.</b> 64 idle threads; 64 tasks are submitted, each of which blocks until all of them run. Two results:
 * {@code submitAll} is how long the submitter takes for the 64, {@code allRunning} how long it takes until the last of
 * them runs. Letting them go, and waiting until all threads are idle again, is not measured.
 *
 * <p><b>Rivals.</b> Every {@link Peer} but PARK. A queue of virtual threads stands beside the others here, since
 * VIRTUAL needs no thread of the system to be woken, and nor does it.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.Sleepers.}; a minute takes
 * {@code … benchmarks.Sleepers.allRunning -p peer=THREADLETS,ENHANCED_QUEUE -f 5}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class Sleepers {
    private static final int THREADS = 64;

    @Param({
        "THREADLETS",
        "THREADLETS_EXECUTOR",
        "THREADLETS_VIRTUAL",
        "TPE_LINKED",
        "TPE_SYNCHRONOUS",
        "TOMCAT",
        "FORK_JOIN",
        "ENHANCED_QUEUE",
        "JETTY",
        "VIRTUAL",
        "C_ALGORITHM"
    })
    Peer peer = Peer.THREADLETS;

    private Pool pool;
    private Crowd crowd;

    /** Starts the pool. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, THREADS);
        crowd = new Crowd(THREADS, peer);
    }

    /** Ends the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Begins a round. */
    @Setup(Level.Invocation)
    public void gather() {
        crowd.gather();
    }

    /** Ends a round. */
    @TearDown(Level.Invocation)
    public void release() {
        crowd.awaitAllRunning();
        crowd.release();
        Pools.awaitQuiet(pool);
    }

    /** The submitter's part. */
    @Benchmark
    public void submitAll() {
        crowd.startAll(pool);
    }

    /** The whole. */
    @Benchmark
    public void allRunning() {
        crowd.startAll(pool);
        crowd.awaitAllRunning();
    }
}

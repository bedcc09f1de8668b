package io.threadlets.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the submitting thread, an event loop say, pays for one submission to a pool at rest. Mostly the price of waking
 * a thread.
 *
 * <p><b>Workload.</b> 64 idle threads and one tiny task. Before each submission, and not measured, the benchmark's
 * thread waits until the task has ended and every thread of the pool waits again. The result is a distribution.
 *
 * <p><b>Rivals.</b> Every {@link Peer} but PARK.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.SubmitCost.}
 */
@BenchmarkMode(Mode.SampleTime)
public class SubmitCost extends PeerBenchmark {
    private static final int THREADS = 64;

    private final Countdown end = new Countdown();
    private Pool pool;
    private TinyTask task;

    /** Starts the pool. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, THREADS);
        task = new TinyTask(peer, end);
    }

    /** Ends the pool. */
    @TearDown
    public void close() {
        end.await();
        pool.close();
    }

    /** Waits for the end of the submission before. */
    @Setup(Level.Invocation)
    public void rest() {
        end.await();
        Pools.awaitQuiet(pool);
        end.reset(1);
    }

    /** One submission. */
    @Benchmark
    public void submit() {
        pool.start(task);
    }
}

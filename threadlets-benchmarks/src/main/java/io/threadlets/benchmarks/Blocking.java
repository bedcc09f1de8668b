package io.threadlets.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What these pools are for: tasks that block.
 *
 * <p><b>Workload.</b> 10,000 tasks of 1 ms each, in which they do nothing, on 64 threads; the time until all have
 * ended. With no cost at all it would be 156.25 ms.
 *
 * <p><b>Rivals.</b> Every {@link Peer} but PARK.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.Blocking.}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class Blocking extends PeerBenchmark {
    private static final int TASKS = 10_000;
    private static final int THREADS = 64;
    private static final long BLOCK_NANOS = 1_000_000;

    private final Countdown ends = new Countdown();
    private Pool pool;
    private Task[] tasks;

    /** Starts the pool. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, THREADS);
        tasks = new Task[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = new BlockingTask(peer, ends);
        }
    }

    /** Ends the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** All of the tasks. */
    @Benchmark
    public void block() {
        ends.reset(TASKS);
        for (final Task task : tasks) {
            pool.start(task);
        }
        ends.await();
    }

    private static final class BlockingTask extends Task {
        private final Countdown ends;

        BlockingTask(Peer peer, Countdown ends) {
            super(peer);
            this.ends = ends;
        }

        @Override
        void body() {
            final long end = System.nanoTime() + BLOCK_NANOS;
            for (long left = BLOCK_NANOS; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }

        @Override
        void ended() {
            ends.down();
        }
    }
}

package io.threadlets.benchmarks;

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
import org.openjdk.jmh.infra.Blackhole;

/**
 * How many bytes one submission allocates, on the submitter and on the pool's threads together.
 *
 * <p><b>Workload.</b> Bursts of 10,000 tiny tasks to 8 threads. The tasks themselves exist before, so that only what
 * the pool adds is counted. The result is the secondary one, {@code gc.alloc.rate.norm}, in bytes per submission.
 *
 * <p><b>Rivals.</b> Each {@link Way} of submitting, to a {@code ThreadletQueue} and to a {@code ThreadPoolExecutor}
 * with its linked queue.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.Allocation. -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class Allocation {
    private static final int TASKS = 10_000;
    private static final int THREADS = 8;

    @Param
    Way way = Way.THREADLETS_WORK;

    private Way.Door door;

    /** Starts the pool. */
    @Setup
    public void open() {
        door = way.open(THREADS, TASKS);
    }

    /** Ends the pool. */
    @TearDown
    public void close() {
        door.close();
    }

    /**
     * All of the tasks.
     *
     * @param results where what a submission returns goes
     */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst(Blackhole results) {
        Way.ENDS.reset(TASKS);
        for (int i = 0; i < TASKS; i++) {
            results.consume(door.submit(i));
        }
        Way.ENDS.await();
    }
}

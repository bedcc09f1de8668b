package io.threadlets.benchmarks;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletWork;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
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
 * What it costs to be watched.
 *
 * <p><b>Workload.</b> That of {@link Burst} with one submitter and 8 threads.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue} that nobody listens to, one that only keeps times, and one with a listener
 * that adds up waiting and running times, as one that feeds a metrics library does.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.ListenerCost.}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class ListenerCost {
    private static final int TASKS = 10_000;
    private static final int THREADS = 8;

    @Param
    Watch watch = Watch.NONE;

    private final Countdown ends = new Countdown();
    private final Sums sums = new Sums();
    private Pool pool;
    private TinyTask[] tasks;
    private int rounds;

    /** Who watches. */
    public enum Watch {
        /** Nobody. */
        NONE,
        /** Nobody, but times are kept for listings. */
        TIMES,
        /** A listener. */
        LISTENER
    }

    /** Starts the pool. */
    @Setup
    public void open() {
        pool = ThreadletsPool.of(Shape.fixed(THREADS), builder -> switch (watch) {
            case NONE -> builder;
            case TIMES -> builder.times(true);
            case LISTENER -> builder.listener(sums);
        });
        Crowd.warmUp(pool, Peer.THREADLETS, THREADS);
        tasks = TinyTask.many(TASKS, Peer.THREADLETS, ends);
    }

    /** Ends the pool, and looks whether everything was run and heard of. */
    @TearDown
    public void close() {
        pool.close();
        TinyTask.requireRuns(tasks, rounds);
        final long expected = watch == Watch.LISTENER ? (long) rounds * TASKS + THREADS : 0;
        if (sums.works.sum() != expected) {
            throw new IllegalStateException("The listener heard of " + sums.works + " works, not " + expected + ".");
        }
    }

    /** All of the tasks. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst() {
        rounds++;
        ends.reset(TASKS);
        for (final Task task : tasks) {
            pool.start(task);
        }
        ends.await();
    }

    private static final class Sums implements ThreadletListener {
        private final LongAdder works = new LongAdder();
        private final LongAdder waited = new LongAdder();
        private final LongAdder ran = new LongAdder();

        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            waited.add(waitedNanos);
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            ran.add(ranNanos);
            works.increment();
        }
    }
}

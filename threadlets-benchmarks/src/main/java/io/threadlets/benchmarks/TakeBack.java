package io.threadlets.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Taking back what has not begun, among few and among many.
 *
 * <p><b>Workload.</b> So many tasks wait behind one that blocks the only thread. 100 of them, chosen at random, are
 * taken back, and then, which is not measured, put in again at the end and another hundred is chosen. The number is
 * that small because the rival's time grows with the queue. The result is the time for one of them.
 *
 * <p><b>Rivals.</b> {@code ThreadletQueue.dequeue}, and {@code remove} of a {@code ThreadPoolExecutor} with its linked
 * queue.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.TakeBack.}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class TakeBack {
    static final int TAKEN = 100;

    @Param({"THREADLETS", "TPE_LINKED"})
    Peer peer = Peer.THREADLETS;

    @Param({"1000", "100000", "1000000"})
    int queued;

    private final Random random = new Random(42);
    private final Countdown ends = new Countdown();
    private Pool pool;
    private Crowd blocker;

    private TinyTask[] tasks;

    /** Where those begin that are to be taken back next. */
    private int first;

    /** Blocks the thread and fills the queue. */
    @Setup
    public void open() {
        pool = Pools.openWarm(peer, 1);
        blocker = new Crowd(1, peer);
        blocker.gather();
        blocker.startAll(pool);
        blocker.awaitAllRunning();
        tasks = TinyTask.many(queued, peer, ends);
        ends.reset(queued);
        for (int i = TAKEN; i < queued; i++) {
            pool.start(tasks[i]);
        }
    }

    /** Fills the queue up again, and chooses the next ones. */
    @Setup(Level.Invocation)
    public final void refill() {
        for (int i = 0; i < TAKEN; i++) {
            pool.start(tasks[first + i]);
        }
        first = choose(tasks, first);
    }

    /** Puts the next ones somewhere in the array, one after the other; returns where. */
    int choose(TinyTask[] all, int before) {
        for (int i = 0; i < TAKEN; i++) {
            final int other = i + random.nextInt(queued - i);
            final TinyTask task = all[other];
            all[other] = all[i];
            all[i] = task;
        }
        return 0;
    }

    /** Lets the rest run. */
    @TearDown
    public void close() {
        blocker.release();
        pool.close();
    }

    /** A hundred of them. */
    @Benchmark
    @OperationsPerInvocation(TAKEN)
    public final void takeBack() {
        for (int i = 0; i < TAKEN; i++) {
            if (!pool.takeBack(tasks[first + i])) {
                throw new IllegalStateException("A task that waits was not taken back.");
            }
        }
    }
}

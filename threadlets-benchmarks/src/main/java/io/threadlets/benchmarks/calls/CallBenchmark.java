package io.threadlets.benchmarks.calls;

import java.util.concurrent.TimeUnit;
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
 * A benchmark of calls into an application. Warmed up for longer than a bare pool, since there is more to compile: on a
 * slow machine, calls become faster for three seconds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 12, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public abstract class CallBenchmark {
    /** What every call takes along. */
    static final String ARGUMENT = "argument";

    @Param({"NOTHING", "CONTEXT_AND_METRICS"})
    With with = With.NOTHING;

    Calls calls;

    /** {@return who is measured} */
    abstract Caller caller();

    /** Starts the application. */
    @Setup
    public void open() {
        calls = caller().open(with);
    }

    /** Gives the calling thread what is to be carried. */
    @Setup(Level.Iteration)
    public void enter() {
        calls.enter();
    }

    /** Takes it from the calling thread. */
    @TearDown(Level.Iteration)
    public void leave() {
        calls.leave();
    }

    /** Ends the application. */
    @TearDown
    public void close() {
        calls.close();
    }
}

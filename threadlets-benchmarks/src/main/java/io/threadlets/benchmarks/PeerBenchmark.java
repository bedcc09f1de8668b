package io.threadlets.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of all pools. Many forks of short iterations, since runs differ more between JVMs than within one. A peer
 * that the JVM lacks is left out by {@link Main}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public abstract class PeerBenchmark {
    @Param({
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
    Peer peer = Peer.THREADLETS;
}

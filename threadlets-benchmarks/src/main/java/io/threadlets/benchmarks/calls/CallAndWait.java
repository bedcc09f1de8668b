package io.threadlets.benchmarks.calls;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One call after the other, each waited for.
 *
 * <p><b>Workload.</b> A method that does nothing but return the thread that ran it, on a pool of 8 threads that are all
 * idle. The caller waits in {@code join}, or for a plain value in the call itself. The result is the time of a call
 * and, with the profiler, the bytes that it allocates on the caller and on the pool's thread together.
 *
 * <p><b>Rivals.</b> Every {@link Caller}, {@link With} nothing and with context and metrics.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar calls.CallAndWait -prof gc}
 */
public class CallAndWait extends CallBenchmark {
    @Param({"THREADLETS", "THREADLETS_PLAIN", "ASYNC", "BULKHEAD"})
    Caller peer = Caller.THREADLETS;

    @Override
    Caller caller() {
        return peer;
    }

    /**
     * One call and its answer.
     *
     * @return the answer
     */
    @Benchmark
    public Thread call() {
        return calls.await(ARGUMENT);
    }
}

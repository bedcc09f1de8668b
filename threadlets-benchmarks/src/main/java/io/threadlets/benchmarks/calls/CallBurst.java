package io.threadlets.benchmarks.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * Many calls at once.
 *
 * <p><b>Workload.</b> 1,000 calls of a method that does nothing but return the thread that ran it, on a pool of 8
 * threads; then all are waited for, in the order of the calls. The result is the time of one call, from the first to
 * the last answer, and, with the profiler, the bytes that it allocates on the caller and on the pool's thread together.
 *
 * <p><b>Rivals.</b> Every {@link Caller} that returns a future, {@link With} nothing and with context and metrics.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar calls.CallBurst -prof gc}
 */
public class CallBurst extends CallBenchmark {
    private static final int CALLS = 1_000;

    @Param({"THREADLETS", "ASYNC", "BULKHEAD"})
    Caller peer = Caller.THREADLETS;

    private final List<CompletableFuture<Thread>> answers = new ArrayList<>(CALLS);

    @Override
    Caller caller() {
        return peer;
    }

    /** All of the calls. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void call() {
        answers.clear();
        for (int i = 0; i < CALLS; i++) {
            answers.add(calls.call(ARGUMENT));
        }
        for (int i = 0; i < CALLS; i++) {
            answers.get(i).join();
        }
    }
}

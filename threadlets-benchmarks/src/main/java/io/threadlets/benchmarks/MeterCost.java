package io.threadlets.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import java.util.HashMap;
import java.util.Map;
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
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * What meters and timers cost a work.
 *
 * <p><b>Workload.</b> That of {@link Burst} with one submitter and 8 threads, on a queue of a Spring Boot application.
 *
 * <p><b>Rivals.</b> The queue of an application without meters, and that of one that has a registry. Both keep times,
 * as each queue of an application does.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.MeterCost.}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class MeterCost {
    private static final int TASKS = 10_000;
    private static final String QUEUE = "burst";

    @Param
    Meters meters = Meters.NONE;

    private final Countdown ends = new Countdown();
    private ConfigurableApplicationContext application;
    private ThreadletQueue queue;
    private TinyTask[] tasks;
    private int rounds;

    /** Where meters are. */
    public enum Meters {
        /** Nowhere: there are none. */
        NONE,
        /** In a registry of Micrometer. */
        REGISTRY
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Starts the application. */
    @Setup
    public void open() {
        final String properties = "threadlets.queues." + QUEUE + ".";
        final Map<String, Object> set = new HashMap<>();
        set.put(properties + "min-threads", 8);
        set.put(properties + "max-threads", 8);
        set.put(properties + "capacity", -1);
        set.put(properties + "prestart", true);
        set.put("spring.main.banner-mode", "off");
        if (meters == Meters.NONE) {
            set.put(
                    "spring.autoconfigure.exclude",
                    MetricsAutoConfiguration.class.getName() + ","
                            + ThreadletsMetricsAutoConfiguration.class.getName());
        }
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(set)
                .run();
        queue = application.getBean(QUEUE, ThreadletQueue.class);
        tasks = TinyTask.many(TASKS, Peer.THREADLETS, ends);
    }

    /** Ends the application, and looks whether everything was run and timed. */
    @TearDown
    public void close() {
        final long timed = meters == Meters.NONE
                ? 0
                : application
                        .getBean(MeterRegistry.class)
                        .get("threadlets.wait")
                        .tag("queue", QUEUE)
                        .timer()
                        .count();
        application.close();
        TinyTask.requireRuns(tasks, rounds);
        if (timed != (meters == Meters.NONE ? 0 : (long) rounds * TASKS)) {
            throw new IllegalStateException("The timer has " + timed + " works of " + rounds + " rounds.");
        }
    }

    /** All of the tasks. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void burst() {
        rounds++;
        ends.reset(TASKS);
        for (final TinyTask task : tasks) {
            queue.submit((ThreadletWork) task);
        }
        ends.await();
    }
}

package io.threadlets.benchmarks;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to be recorded by the JDK's flight recorder.
 *
 * <p><b>Workload.</b> That of {@link Burst} with one submitter and 8 threads; and {@code busy}: fewer works, each of
 * which computes for some ten microseconds.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue} while nothing is recorded, and one while its works are recorded that wait
 * or run for 20 ms, as by default: so each is timed, and none is written. Other events are off, since what the recorder
 * itself costs is not this library's.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.RecorderCost.}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class RecorderCost {
    private static final int TASKS = 10_000;
    private static final int BUSY_TASKS = 1_000;
    private static final int THREADS = 8;

    /** What takes some ten microseconds. */
    private static final long TOKENS = 5_000;

    private static final String EVENT = "io.threadlets.Work";
    private static final Duration LONG_ENOUGH = Duration.ofMillis(50);

    @Param
    Recorder recorder = Recorder.OFF;

    private final Countdown ends = new Countdown();
    private ThreadletQueue queue;
    private @Nullable Recording recording;
    private TinyTask[] tasks;
    private final BusyTask[] busyTasks = new BusyTask[BUSY_TASKS];
    private int rounds;

    /** What the flight recorder does. */
    public enum Recorder {
        /** Nothing: it was never started. */
        OFF,
        /** It records works. */
        ON
    }

    /** Starts the queue, and the recorder. */
    @Setup
    public void open() {
        queue = ThreadletQueue.builder("burst")
                .minThreads(THREADS)
                .maxThreads(THREADS)
                .prestart(true)
                .build();
        tasks = TinyTask.many(TASKS, Peer.THREADLETS, ends);
        Arrays.setAll(busyTasks, i -> new BusyTask(ends));
        if (recorder == Recorder.ON) {
            final Recording started = new Recording();
            started.enable(EVENT);
            started.start();
            recording = started;
        }
    }

    /** Ends the queue, and looks whether everything was run, and whether what takes long was recorded. */
    @TearDown
    public void close() throws IOException, InterruptedException, ExecutionException {
        queue.submit(() -> {
                    Thread.sleep(LONG_ENOUGH.toMillis());
                    return null;
                })
                .get();
        queue.close();
        TinyTask.requireRuns(tasks, rounds);
        if (recording != null && !isRecorded(recording)) {
            throw new IllegalStateException("The recording has no work.");
        }
    }

    private static boolean isRecorded(Recording recording) throws IOException {
        final Path file = Files.createTempFile("threadlets", ".jfr");
        try (Recording whole = recording) {
            whole.stop();
            whole.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .anyMatch(event -> event.getEventType().getName().equals(EVENT));
        } finally {
            Files.delete(file);
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

    /** All of those that compute. */
    @Benchmark
    @OperationsPerInvocation(BUSY_TASKS)
    public void busy() {
        ends.reset(BUSY_TASKS);
        for (final BusyTask task : busyTasks) {
            queue.submit((ThreadletWork) task);
        }
        ends.await();
    }

    private static final class BusyTask extends Task {
        private final Countdown ends;

        BusyTask(Countdown ends) {
            super(Peer.THREADLETS);
            this.ends = ends;
        }

        @Override
        void body() {
            Blackhole.consumeCPU(TOKENS);
        }

        @Override
        void ended() {
            ends.down();
        }
    }
}

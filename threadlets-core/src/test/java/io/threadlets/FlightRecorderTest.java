package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Works as the JDK's flight recorder shows them. Mostly the threshold is nothing or an hour; where a time matters
 * otherwise, slow machines only make it longer.
 */
final class FlightRecorderTest extends QueueFixture {
    private static final Duration HOUR = Duration.ofHours(1);

    /** The recorder has a clock of its own. */
    private static final Duration ROUNDED = Duration.ofMillis(5);

    @TempDir
    Path folder;

    @Test
    void work_whileRecorded_isAnEventWithQueueWorkTimesOutcomeAndThread() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        final List<RecordedEvent> events = record(Duration.ZERO, () -> {
            final TestWork first = new TestWork();
            queue.submit(first);
            first.awaitEnded();
            final ThreadletFuture<Object> failing = queue.submit(() -> {
                throw new IOException("disk is full");
            });
            assertThat(failing).failsWithin(Duration.ofMinutes(1));
            assertThat(queue.submit(new Task<>("mail 17", () -> "sent")).get(1, TimeUnit.MINUTES))
                    .isEqualTo("sent");
        });
        assertThat(events)
                .extracting(event -> event.getString("outcome"))
                .containsExactly("SUCCEEDED", "FAILED", "SUCCEEDED");
        assertThat(events.get(2).getString("work")).isEqualTo("mail 17");
        final RecordedEvent event = events.get(0);
        assertThat(event.getString("queue")).isEqualTo("disk");
        assertThat(event.getString("work")).isEqualTo(new TestWork().describe());
        assertThat(event.getLong("waited")).isNotNegative();
        assertThat(event.getLong("ran")).isNotNegative();
        assertThat(event.getThread("thread").getJavaName()).startsWith("disk-");
    }

    @Test
    void work_thatNeitherWaitedNorRanForTheThreshold_isNoEvent() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        assertThat(record(HOUR, () -> {
                    final TestWork work = new TestWork();
                    queue.submit(work);
                    work.awaitEnded();
                }))
                .isEmpty();
    }

    @Test
    void dequeuedWork_isAnEventThatSaysHowLongItWaited() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        queue.pause();
        final List<RecordedEvent> events = record(Duration.ZERO, () -> {
            final TestWork work = new TestWork();
            queue.submit(work);
            assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        });
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getString("outcome")).isEqualTo("DEQUEUED");
        assertThat(events.get(0).getDuration("ran")).isZero();
        assertThat(events.get(0).getThread("thread").getJavaName())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void work_submittedBeforeTheRecordingBegan_isAnEventWithoutItsWait() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        queue.pause();
        final TestWork work = new TestWork();
        queue.submit(work);
        final List<RecordedEvent> events = record(Duration.ZERO, () -> {
            queue.resume();
            work.awaitEnded();
        });
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getLong("waited")).isNegative();
    }

    @Test
    void work_thatRanForTheThresholdOrWaitedForIt_isOneEvent_ofItsRunWhereThatWasLongEnough() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        final Duration wait = Duration.ofSeconds(1);
        final Duration run = Duration.ofSeconds(2);
        final List<RecordedEvent> events = record(Duration.ofMillis(500), () -> {
            queue.submit(new Task<>("ran", () -> pass(run))).get(1, TimeUnit.MINUTES);
            queue.pause();
            final ThreadletFuture<?> waited = queue.submit(new Task<>("waited", () -> "at once"));
            final ThreadletFuture<?> both = queue.submit(new Task<>("both", () -> pass(run)));
            pass(wait);
            queue.resume();
            waited.get(1, TimeUnit.MINUTES);
            both.get(1, TimeUnit.MINUTES);
        });
        assertThat(events).extracting(event -> event.getString("work")).containsExactly("ran", "waited", "both");
        assertThat(events.get(0).getDuration()).isGreaterThanOrEqualTo(run.minus(ROUNDED));
        assertThat(events.get(1).getDuration("waited")).isGreaterThanOrEqualTo(wait);
        assertThat(events.get(2).getDuration("waited")).isGreaterThanOrEqualTo(wait);
        assertThat(events.get(2).getDuration()).isGreaterThanOrEqualTo(run.minus(ROUNDED));
    }

    private static Object pass(Duration time) {
        final long begin = System.nanoTime();
        Waits.until("the time has passed", () -> System.nanoTime() - begin >= time.toNanos());
        return time;
    }

    @Test
    void work_withAHome_completesThereAsEver() throws Exception {
        final ThreadletQueue queue = build(ThreadletQueue.builder("disk").maxThreads(1));
        final AtomicInteger executed = new AtomicInteger();
        final Executor home = command -> {
            executed.incrementAndGet();
            command.run();
        };
        final List<RecordedEvent> events = record(Duration.ZERO, () -> {
            final TestWork work = new TestWork();
            queue.submit(work, home);
            work.awaitEnded();
            assertThat(work.completions).hasValue(1);
        });
        assertThat(executed).hasValue(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void callersAndFutures_areEventsAsWell() throws Exception {
        final ThreadletQueue queue =
                build(ThreadletQueue.builder("disk").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final Gate gate = new Gate();
        final List<RecordedEvent> events = record(Duration.ZERO, () -> {
            final TestWork blocker = new TestWork(gate);
            queue.submit(blocker);
            blocker.awaitStarted();
            queue.submit(() -> "in the caller").join();
            gate.open();
            blocker.awaitEnded();
        });
        assertThat(events).hasSize(2);
        assertThat(events.get(0).getThread("thread").getJavaName())
                .isEqualTo(Thread.currentThread().getName());
    }

    /** To load most of the recorder takes each application longer to start. */
    @Test
    void recorder_thatNobodyStarts_isLeftAlone() throws Exception {
        final String loaded = new ChildJvm("-Xlog:class+load").run("recorder-not-started", WithoutRecorder.class, 90);
        assertThat(loaded).contains("io.threadlets.WorkEvent ").doesNotContain("jdk.jfr.internal.MetadataRepository");
    }

    @Test
    void recorder_startedAfterTheFirstWorks_isToldOfThoseThatFollow() throws Exception {
        new ChildJvm().run("recorder-started-late", WithLateRecorder.class, 90, folder.resolve("works.jfr"));
    }

    static final class WithoutRecorder {
        public static void main(String[] args) {
            ChildJvm.guard(0, () -> {
                runOne();
                return true;
            });
        }
    }

    static final class WithLateRecorder {
        public static void main(String[] args) {
            ChildJvm.guard(0, () -> {
                runOne();
                record(Path.of(args[0]), Duration.ZERO, FlightRecorderTest::runOne);
                return eventsIn(Path.of(args[0])).count() == 1;
            });
        }
    }

    private static void runOne() throws InterruptedException {
        final ThreadletQueue queue =
                ThreadletQueue.builder("disk").maxThreads(1).build();
        queue.submit(ThreadletWork.of(() -> {}));
        queue.shutdown();
        if (!queue.awaitTermination(Duration.ofMinutes(1))) {
            throw new IllegalStateException("the work has not ended");
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private List<RecordedEvent> record(Duration threshold, Action action) throws Exception {
        final Path file = Files.createTempFile(folder, "works", ".jfr");
        record(file, threshold, action);
        return eventsIn(file)
                .sorted(Comparator.comparing(RecordedEvent::getEndTime)) // each thread writes its own part of the file
                .toList();
    }

    private static void record(Path file, Duration threshold, Action action) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.threadlets.Work").withThreshold(threshold);
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
        }
    }

    private static Stream<RecordedEvent> eventsIn(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.threadlets.Work"));
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.threadlets.ThreadletRejectedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rejection says: which queue, which numbers, how long the oldest waits, what to change. */
final class RejectionTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static ThreadletRejectedException rejected(ThreadletQueue queue, String name) {
        final ThreadletRejectedException thrown =
                catchThrowableOfType(ThreadletRejectedException.class, () -> queue.submit(Probe.named(name)));
        assertThat(thrown).isNotNull();
        return thrown;
    }

    private static Gate run(ThreadletQueue queue, String name) {
        final Gate gate = new Gate();
        queue.submit(new Probe(name, gate::pass));
        gate.awaitEntered();
        return gate;
    }

    @Test
    void message_ofAFullQueue_givesItsNumbersTheOldestTheLongestAndWhatToChange() {
        final AtomicLong clock = new AtomicLong(123);
        final ThreadletQueue.Builder builder =
                ThreadletQueue.builder("disk").maxThreads(2).capacity(3).times(true);
        builder.settings.nanoTime = clock::get;
        final ThreadletQueue queue = queues.build(builder);
        run(queue, "hash /data/a");
        clock.addAndGet(Duration.ofSeconds(150).toNanos());
        run(queue, "hash /data/b");
        queue.submit(Probe.named("c"));
        clock.addAndGet(Duration.ofSeconds(42).toNanos());
        queue.submit(Probe.named("d"));
        queue.submit(Probe.named("e"));
        final ThreadletRejectedException thrown = rejected(queue, "hash /data/f");
        assertThat(thrown.getMessage())
                .startsWith("Queue 'disk' is full")
                .contains("2 of 2 threads busy")
                .contains("3 of 3 waiting")
                .contains("oldest waits 42 s")
                .contains("'hash /data/f' was not accepted")
                .contains("(threads=2, idle=0, queued=3, capacity=3)")
                .contains("Longest running: hash /data/a, 3m12s.")
                .contains("Raise the queue's capacity or maxThreads", "OnFull.CALLER_RUNS", "OnFull.BLOCK")
                .doesNotContain("null");
        assertThat(thrown.queue()).isEqualTo("disk");
        assertThat(thrown.reason()).isEqualTo(Reason.FULL);
        assertThat(thrown.snapshot()).isEqualTo(queue.snapshot());
        assertThat(thrown.snapshot().rejected()).isOne();
        assertThat(thrown.getCause()).isNull();
        assertThat(thrown).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void message_ofAFullQueueWhoseSizesAreSetElsewhere_advisesInTheWordsThatItWasGiven() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("disk").maxThreads(1).capacity(0).advice("Raise disk.threads in the file."));
        run(queue, "hash /data/a");
        assertThat(rejected(queue, "b").getMessage())
                .endsWith("Longest running: hash /data/a. Raise disk.threads in the file.")
                .doesNotContain("maxThreads", "OnFull");
        queue.pause();
        assertThat(rejected(queue, "b").getMessage()).endsWith("Resume the queue. Raise disk.threads in the file.");
    }

    @Test
    void message_whereTimesAreOff_leavesOutAges() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("disk").maxThreads(1).capacity(1));
        run(queue, "hash /data/a");
        queue.submit(Probe.named("c"));
        assertThat(rejected(queue, "d").getMessage())
                .contains("1 of 1 threads busy, 1 of 1 waiting")
                .contains("Longest running: hash /data/a.")
                .doesNotContain("oldest waits", " s;", "null", "0.0");
    }

    @Test
    void message_withNothingQueued_leavesOutTheOldest() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("disk").maxThreads(1).capacity(0).times(true));
        run(queue, "hash /data/a");
        assertThat(rejected(queue, "d").getMessage())
                .contains("1 of 1 threads busy, 0 of 0 waiting")
                .doesNotContain("oldest", "null");
    }

    @Test
    void message_ofAPausedQueue_saysThatItIsPaused() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("disk").maxThreads(1).capacity(1));
        queue.pause();
        queue.submit(Probe.named("c"));
        final ThreadletRejectedException thrown = rejected(queue, "d");
        assertThat(thrown.getMessage())
                .contains("0 of 1 threads busy, 1 of 1 waiting", "paused", "Resume the queue")
                .doesNotContain("Longest running", "null");
        assertThat(thrown.snapshot().paused()).isTrue();
        assertThat(thrown.snapshot().maxThreads()).isOne();
    }

    @Test
    void message_ofAQueueThatIsShutDown_saysSo() {
        final ThreadletQueue queue = queues.single("disk");
        queue.shutdown();
        final ThreadletRejectedException thrown = rejected(queue, "hash /data/f");
        assertThat(thrown.getMessage())
                .matches("Queue 'disk' is closed \\(since \\d\\d:\\d\\d:\\d\\d, when it was shut down\\); .*")
                .contains("'hash /data/f' was not accepted")
                .contains("(threads=0, idle=0, queued=0, capacity=unbounded)")
                .contains("another queue");
        assertThat(thrown.reason()).isEqualTo(Reason.SHUTDOWN);
        assertThat(thrown.queue()).isEqualTo("disk");
    }

    @Test
    void message_whereNoThreadCanBeStarted_givesTheCause() {
        final Error cause = new OutOfMemoryError("unable to create native thread");
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("disk").maxThreads(7).threadFactory(body -> Probe.throwing(cause)));
        final ThreadletRejectedException thrown = rejected(queue, "hash /data/f");
        assertThat(thrown.getMessage())
                .startsWith("Queue 'disk' has no thread")
                .contains("unable to create native thread")
                .contains("'hash /data/f' was not accepted")
                .contains("(threads=0, idle=0, queued=0, capacity=unbounded)")
                .contains("for the 7 that the queue may have");
        assertThat(thrown).hasCause(cause);
        assertThat(thrown.reason()).isEqualTo(Reason.NO_THREAD);
    }

    @Test
    void exception_written_isReadBackWhole() throws Exception {
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("disk")
                .threadFactory(body -> Probe.throwing(new IllegalStateException("none left"))));
        final ThreadletRejectedException thrown = rejected(queue, "work");
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isInstanceOfSatisfying(ThreadletRejectedException.class, read -> {
                assertThat(read).hasMessage(thrown.getMessage());
                assertThat(read.queue()).isEqualTo("disk");
                assertThat(read.reason()).isEqualTo(Reason.NO_THREAD);
                assertThat(read.snapshot()).isEqualTo(thrown.snapshot());
                assertThat(read).hasCauseInstanceOf(IllegalStateException.class);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "99, 0.0 s",
        "320, 0.3 s",
        "9999, 9.9 s",
        "10000, 10 s",
        "59999, 59 s",
        "60000, 1m00s",
        "192000, 3m12s",
        "3599999, 59m59s",
        "3600000, 1h00m",
        "18420000, 5h07m",
        "360000000, 100h00m"
    })
    void inWords_givesADurationAsPeopleSayIt(long millis, String words) {
        assertThat(Rejections.inWords(Duration.ofMillis(millis))).isEqualTo(words);
    }
}

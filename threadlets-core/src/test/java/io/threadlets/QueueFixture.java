package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What the tests of a queue's behaviour share: one gate, bounded waits, and an end at which every queue that was built
 * must come to rest with its sums right.
 */
@Timeout(value = 240, unit = SECONDS)
abstract class QueueFixture {
    static final Duration LONG = Duration.ofSeconds(60);

    /** An idle timeout that no test lives to see. */
    static final Duration NEVER = Duration.ofDays(1);

    final Gate gate = new Gate();
    private final List<ThreadletQueue> queues = new ArrayList<>();

    static ThreadletQueue.Builder named(String name) {
        return ThreadletQueue.builder(name);
    }

    /** A builder whose threads do not time out. */
    static ThreadletQueue.Builder sized(int min, int max) {
        return named("q").minThreads(min).maxThreads(max).idleTimeout(NEVER);
    }

    /** Builds a queue that is ended and checked after the test. */
    ThreadletQueue build(ThreadletQueue.Builder builder) {
        final ThreadletQueue queue = builder.build();
        queues.add(queue);
        return queue;
    }

    @AfterEach
    final void endAll() throws InterruptedException {
        gate.open();
        for (ThreadletQueue queue : queues) {
            queue.shutdownNow();
            assertThat(queue.awaitTermination(LONG))
                    .as("the end of %s", queue.snapshot())
                    .isTrue();
            assertAtRest(queue);
            assertThat(queue.snapshot().cur()).isZero();
        }
    }

    /** The sums of a queue in which nothing goes on. */
    static void assertAtRest(ThreadletQueue queue) {
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.queued()).as("queued in %s", now).isZero();
        assertThat(now.idle()).as("idle in %s", now).isEqualTo(now.cur());
        assertThat(now.succeeded() + now.failed() + now.dequeued())
                .as("ended in %s", now)
                .isEqualTo(now.submitted());
        assertThat(queue.running()).isEmpty();
    }

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LONG)
                .until(condition);
    }

    static void awaitCur(ThreadletQueue queue, int threads) {
        until("cur " + threads, () -> queue.snapshot().cur() == threads);
    }

    /** Until all threads are idle. */
    static void awaitIdle(ThreadletQueue queue) {
        until("idle == cur", () -> {
            final QueueSnapshot now = queue.snapshot();
            return now.idle() == now.cur() && now.queued() == 0;
        });
    }

    static void assertCounts(ThreadletQueue queue, int cur, int idle, int queued) {
        final QueueSnapshot now = queue.snapshot();
        assertThat(List.of(now.cur(), now.idle(), now.queued()))
                .as("cur, idle, queued of %s", now)
                .containsExactly(cur, idle, queued);
    }

    /** Brings a queue to so many idle threads, by works that overlap. */
    static void warmUp(ThreadletQueue queue, int threads) {
        final Gate together = new Gate();
        final List<TestWork> probes = TestWork.several(threads, together);
        probes.forEach(queue::submit);
        TestWork.awaitStarted(probes);
        together.open();
        TestWork.awaitEnded(probes);
        awaitIdle(queue);
    }

    /** Submits works that hold so many threads at the gate. */
    List<TestWork> occupy(ThreadletQueue queue, int threads) {
        final List<TestWork> probes = TestWork.several(threads, gate);
        probes.forEach(queue::submit);
        TestWork.awaitStarted(probes);
        return probes;
    }

    /** The usual clock, which first does something when it is next asked. */
    static LongSupplier clockThatCalls(AtomicReference<@Nullable Runnable> next) {
        return () -> {
            final Runnable now = next.getAndSet(null);
            if (now != null) {
                now.run();
            }
            return System.nanoTime();
        };
    }

    static void submitAndAwait(ThreadletQueue queue) {
        final TestWork probe = new TestWork();
        queue.submit(probe);
        probe.awaitEnded();
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sizes that change underway, and threads that are there before they are needed. */
final class ResizeTest extends QueueFixture {

    @Test
    void build_prestart_startsMinimum() {
        final ThreadletQueue queue = build(sized(4, 8).prestart(true));
        assertCounts(queue, 4, 4, 0);
        occupy(queue, 4);
        assertCounts(queue, 4, 0, 0);
    }

    @Test
    void idle_prestartedMinimum_stays() {
        final ThreadletQueue queue = build(named("q")
                .minThreads(4)
                .maxThreads(8)
                .idleTimeout(Duration.ofNanos(1))
                .prestart(true));
        for (int i = 0; i < 300; i++) {
            submitAndAwait(queue);
            assertThat(queue.snapshot().cur()).isGreaterThanOrEqualTo(4);
        }
        awaitCur(queue, 4);
    }

    @Test
    void resize_raiseMaxWithBacklog_startsThreadsForIt() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(5, gate);
        waiting.forEach(queue::submit);
        assertCounts(queue, 1, 0, 5);
        queue.resize(0, 4);
        assertCounts(queue, 4, 0, 2);
        TestWork.awaitStarted(waiting.subList(0, 3));
        queue.resize(0, 64);
        assertCounts(queue, 6, 0, 0);
        TestWork.awaitStarted(waiting);
    }

    @Test
    void resize_lowerMax_idleThreadsGoAtOnce() {
        final TestThreads threads = new TestThreads();
        final ThreadletQueue queue = build(sized(0, 8).threadFactory(threads));
        warmUp(queue, 8);
        queue.resize(0, 3);
        assertThat(queue.snapshot().idle()).isLessThanOrEqualTo(3);
        awaitCur(queue, 3);
        assertCounts(queue, 3, 3, 0);
        until(
                "five threads dead",
                () -> threads.made.stream().filter(Thread::isAlive).count() == 3);
    }

    @Test
    void resize_lowerMaxBelowMinimum_minimumFollows() {
        final ThreadletQueue queue = build(sized(6, 8).prestart(true));
        warmUp(queue, 8);
        queue.resize(1, 2);
        awaitCur(queue, 2);
        assertCounts(queue, 2, 2, 0);
    }

    @Test
    void resize_lowerMax_busyThreadsFinishUninterruptedAndGo() {
        final ThreadletQueue queue = build(sized(0, 4));
        final List<TestWork> busy = occupy(queue, 4);
        queue.resize(0, 1);
        assertCounts(queue, 4, 0, 0);
        assertThat(queue.snapshot().maxThreads()).isEqualTo(1);
        gate.open();
        TestWork.awaitEnded(busy);
        awaitCur(queue, 1);
        awaitIdle(queue);
        assertThat(busy).allSatisfy(probe -> {
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
            assertThat(probe.interrupted).isFalse();
        });
        assertCounts(queue, 1, 1, 0);
    }

    @Test
    void resize_lowerMaxWithBacklog_restRunsOnWhatIsLeft() {
        final ThreadletQueue queue = build(sized(0, 4));
        occupy(queue, 4);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final List<TestWork> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            final TestWork probe = new TestWork() {
                @Override
                protected void run() throws Exception {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    super.run();
                    running.decrementAndGet();
                }
            };
            waiting.add(probe);
            queue.submit(probe);
        }
        queue.resize(0, 1);
        assertCounts(queue, 4, 0, 50);
        gate.open();
        TestWork.awaitEnded(waiting);
        assertThat(most.get()).isEqualTo(1);
        awaitCur(queue, 1);
    }

    @Test
    void resize_raiseMin_startsThreads() {
        final ThreadletQueue queue = build(sized(0, 8));
        queue.resize(5, 8);
        assertCounts(queue, 5, 5, 0);
        queue.resize(8, 8);
        assertCounts(queue, 8, 8, 0);
        occupy(queue, 8);
    }

    @Test
    void resize_raiseMinWhileSomeAreBusy_countsThoseToo() {
        final ThreadletQueue queue = build(sized(0, 8));
        occupy(queue, 3);
        queue.resize(5, 8);
        assertCounts(queue, 5, 2, 0);
    }

    @Test
    void resize_sameMin_startsNothing() {
        final ThreadletQueue queue = build(sized(3, 8));
        queue.resize(3, 16);
        assertCounts(queue, 0, 0, 0);
    }

    @Test
    void resize_lowerMin_idleThreadsGoWhenTheirTimeIsOver() {
        final ThreadletQueue queue = build(named("q")
                .minThreads(6)
                .maxThreads(8)
                .idleTimeout(Duration.ofMillis(1))
                .prestart(true));
        awaitIdle(queue);
        queue.resize(2, 8);
        awaitCur(queue, 2);
        queue.resize(0, 8);
        awaitCur(queue, 0);
    }

    @Test
    void resize_downAndUpAgain_threadsAreKeptOrReplaced() {
        final ThreadletQueue queue = build(sized(0, 8));
        for (int round = 0; round < 200; round++) {
            queue.resize(0, 1);
            queue.resize(4, 8);
            final QueueSnapshot now = queue.snapshot();
            assertThat(now.idle()).as("idle of %s", now).isGreaterThanOrEqualTo(4);
            assertThat(now.cur()).as("cur of %s", now).isBetween(4, 8);
        }
        warmUp(queue, 8);
        assertCounts(queue, 8, 8, 0);
    }

    @Test
    void resize_downAndUpAgainWithBacklog_allRunAtOnce() {
        final ThreadletQueue queue = build(sized(0, 4));
        for (int round = 0; round < 100; round++) {
            final Gate together = new Gate();
            warmUp(queue, 4);
            queue.resize(0, 1);
            final List<TestWork> probes = TestWork.several(4, together);
            probes.forEach(queue::submit);
            queue.resize(0, 4);
            TestWork.awaitStarted(probes);
            together.open();
            TestWork.awaitEnded(probes);
        }
    }

    @Test
    void resize_byAWork_acts() {
        final ThreadletQueue queue = build(sized(0, 1));
        final TestWork waiting = new TestWork();
        final TestWork resizing = new TestWork() {
            @Override
            protected void run() throws Exception {
                queue.submit(waiting);
                queue.resize(0, 2);
                waiting.awaitEnded();
                super.run();
            }
        };
        queue.submit(resizing);
        resizing.awaitEnded();
        assertThat(resizing.failure).isNull();
    }

    @Test
    void resize_badSizes_changeNothing() {
        final ThreadletQueue queue = build(sized(1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(4, 3))
                .withMessageContaining("3 < 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(-1, 3))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(0, 0))
                .withMessageContaining("maxThreads must be >= 1 but was 0");
        assertThat(queue.snapshot().minThreads()).isEqualTo(1);
        assertThat(queue.snapshot().maxThreads()).isEqualTo(2);
        assertCounts(queue, 0, 0, 0);
    }

    @Test
    void resize_afterShutdown_startsNothingButHelpsTheDrain() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(3, gate);
        waiting.forEach(queue::submit);
        queue.shutdown();
        queue.resize(8, 8);
        assertCounts(queue, 4, 0, 0);
        TestWork.awaitStarted(waiting);
    }

    /** A submission that has seen the old size looks at it again. */
    @Test
    void resize_upWhileAWorkIsSubmitted_workDoesNotWait() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1));
        for (int round = 0; round < 500; round++) {
            final Gate own = new Gate();
            queue.submit(new TestWork(own));
            own.awaitEntered();
            final CountDownLatch together = new CountDownLatch(1);
            final Thread resizing = Waits.start(() -> {
                together.countDown();
                queue.resize(0, 2);
            });
            assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
            submitAndAwait(queue);
            Waits.join(resizing);
            own.open();
            awaitIdle(queue);
            queue.resize(0, 1);
            awaitCur(queue, 1);
        }
    }
}

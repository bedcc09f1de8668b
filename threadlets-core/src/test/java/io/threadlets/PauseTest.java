package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** As if the maximum were 0: nothing starts, idle threads go, works may still be queued. */
final class PauseTest extends QueueFixture {

    private ThreadletQueue paused(ThreadletQueue.Builder builder) {
        final ThreadletQueue queue = build(builder);
        queue.pause();
        return queue;
    }

    @Test
    void submit_paused_isQueuedUntilResume() {
        final ThreadletQueue queue = paused(sized(2, 4));
        final List<TestWork> probes = TestWork.several(6, gate);
        probes.forEach(queue::submit);
        assertCounts(queue, 0, 0, 6);
        assertThat(probes).allMatch(probe -> probe.state() == ThreadletWork.State.QUEUED);
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.paused()).isTrue();
        assertThat(now.minThreads()).isEqualTo(2);
        assertThat(now.maxThreads()).isEqualTo(4);

        queue.resume();
        assertCounts(queue, 4, 0, 2);
        assertThat(queue.snapshot().paused()).isFalse();
        TestWork.awaitStarted(probes.subList(0, 4));
        gate.open();
        TestWork.awaitEnded(probes);
    }

    @Test
    void pause_idleThreads_go() {
        final TestThreads threads = new TestThreads();
        final ThreadletQueue queue = build(sized(3, 8).prestart(true).threadFactory(threads));
        warmUp(queue, 8);
        queue.pause();
        assertThat(queue.snapshot().idle()).isZero();
        awaitCur(queue, 0);
        until("all threads dead", () -> threads.made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void pause_busyThreads_finishAndGo() {
        final ThreadletQueue queue = build(sized(0, 3));
        final List<TestWork> busy = occupy(queue, 3);
        final List<TestWork> waiting = TestWork.several(5, null);
        waiting.forEach(queue::submit);
        queue.pause();
        assertCounts(queue, 3, 0, 5);
        gate.open();
        TestWork.awaitEnded(busy);
        awaitCur(queue, 0);
        assertCounts(queue, 0, 0, 5);
        assertThat(waiting).noneMatch(TestWork::hasStarted);
        assertThat(busy).noneMatch(probe -> probe.interrupted);
        queue.resume();
        TestWork.awaitEnded(waiting);
    }

    /** However often: what was queued while paused never starts before resume. */
    @Test
    void pause_againAndAgainUnderLoad_nothingStartsMeanwhile() {
        final ThreadletQueue queue = build(sized(1, 3));
        for (int round = 0; round < 200; round++) {
            final List<TestWork> before = TestWork.several(4, null);
            before.forEach(queue::submit);
            queue.pause();
            final TestWork during = new TestWork();
            queue.submit(during);
            awaitCur(queue, 0);
            assertThat(during.hasStarted()).isFalse();
            assertThat(during.state()).isEqualTo(ThreadletWork.State.QUEUED);
            queue.resume();
            during.awaitEnded();
            TestWork.awaitEnded(before);
        }
    }

    @Test
    void resume_nothingWaits_bringsNoIdleThreadsBack() {
        final ThreadletQueue queue = build(sized(4, 8).prestart(true));
        queue.pause();
        awaitCur(queue, 0);
        queue.resume();
        assertCounts(queue, 0, 0, 0);
        submitAndAwait(queue);
        awaitIdle(queue);
        assertCounts(queue, 1, 1, 0);
    }

    @Test
    void resume_notPaused_doesNothing() {
        final ThreadletQueue queue = build(sized(2, 4));
        queue.resume();
        assertCounts(queue, 0, 0, 0);
        warmUp(queue, 3);
        queue.resume();
        assertCounts(queue, 3, 3, 0);
    }

    @Test
    void submit_pausedAndFull_isRejected() {
        final ThreadletQueue queue = paused(sized(0, 4).capacity(2));
        queue.submit(new TestWork());
        queue.submit(new TestWork());
        final TestWork third = new TestWork();
        assertThatExceptionOfType(ThreadletRejectedException.class)
                .isThrownBy(() -> queue.submit(third))
                .withMessageContaining("paused")
                .satisfies(why -> {
                    assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.FULL);
                    assertThat(why.snapshot().queued()).isEqualTo(2);
                    assertThat(why.snapshot().paused()).isTrue();
                });
        assertThat(third.state()).isEqualTo(ThreadletWork.State.NEW);
        assertCounts(queue, 0, 0, 2);
        queue.resume();
        queue.submit(third);
        third.awaitEnded();
    }

    @Test
    void submit_pausedAndFullCallerRuns_runsInTheCaller() {
        final ThreadletQueue queue = paused(sized(0, 4).capacity(0).onFull(OnFull.CALLER_RUNS));
        final TestWork probe = new TestWork();
        queue.submit(probe);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(probe.thread).isSameAs(Thread.currentThread());
        assertCounts(queue, 0, 0, 0);
    }

    @Test
    void submit_pausedAndFullBlock_waitsForResume() throws Exception {
        final ThreadletQueue queue = paused(sized(0, 4).capacity(1).onFull(OnFull.BLOCK));
        queue.submit(new TestWork());
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.blockedIn(queue, probe);
        assertCounts(queue, 0, 0, 1);
        queue.resume();
        submitter.awaitAccepted();
        probe.awaitEnded();
    }

    @Test
    void dequeue_paused_takesBackAndMakesRoom() {
        final ThreadletQueue queue = paused(sized(0, 4).capacity(3));
        final List<TestWork> probes = TestWork.several(3, null);
        probes.forEach(queue::submit);
        assertThat(queue.dequeue(probes.get(1))).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(probes.get(1).completions.get()).isOne();
        assertCounts(queue, 0, 0, 2);
        final TestWork another = new TestWork();
        queue.submit(another);
        assertThat(queue.queued(9)).extracting(QueuedWork::work).containsExactly(probes.get(0), probes.get(2), another);
        queue.resume();
        another.awaitEnded();
        assertThat(probes.get(1).runs.get()).isZero();
    }

    @Test
    void resize_paused_actsOnResume() {
        final ThreadletQueue queue = paused(sized(0, 2));
        final List<TestWork> probes = TestWork.several(6, gate);
        probes.forEach(queue::submit);
        queue.resize(1, 5);
        assertCounts(queue, 0, 0, 6);
        assertThat(queue.snapshot().maxThreads()).isEqualTo(5);
        queue.resume();
        assertCounts(queue, 5, 0, 1);
        TestWork.awaitStarted(probes.subList(0, 5));
    }

    @Test
    void resize_pausedRaisingMin_startsThreadsOnResume() {
        final ThreadletQueue queue = paused(sized(0, 8));
        queue.resize(3, 8);
        assertCounts(queue, 0, 0, 0);
        queue.pause();
        queue.resume();
        assertCounts(queue, 3, 3, 0);
    }

    @Test
    void shutdown_paused_drains() throws Exception {
        final ThreadletQueue queue = paused(sized(0, 2));
        final List<TestWork> probes = TestWork.several(10, null);
        probes.forEach(queue::submit);
        queue.shutdown();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(probes).allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED);
        assertThat(queue.snapshot().paused()).isFalse();
    }

    @Test
    void shutdownNow_paused_returnsAll() throws Exception {
        final ThreadletQueue queue = paused(sized(0, 2));
        final List<TestWork> probes = TestWork.several(10, null);
        probes.forEach(queue::submit);
        assertThat(queue.shutdownNow()).isEqualTo(probes);
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(probes).allMatch(probe -> probe.state() == ThreadletWork.State.DEQUEUED && probe.runs.get() == 0);
    }

    @Test
    void pause_afterShutdown_hasNoEffect() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(3, null);
        waiting.forEach(queue::submit);
        queue.shutdown();
        queue.pause();
        assertThat(queue.snapshot().paused()).isFalse();
        gate.open();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(waiting).allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void pause_byAWork_letsItFinish() {
        final ThreadletQueue queue = build(sized(0, 1));
        final TestWork pausing = new TestWork() {
            @Override
            protected void run() throws Exception {
                queue.pause();
                super.run();
            }
        };
        queue.submit(pausing);
        pausing.awaitEnded();
        awaitCur(queue, 0);
        queue.resume();
        submitAndAwait(queue);
    }

    @Test
    void close_paused_drains() {
        final ThreadletQueue queue = paused(sized(0, 2));
        final List<TestWork> probes = TestWork.several(5, null);
        probes.forEach(queue::submit);
        queue.close();
        assertThat(queue.isTerminated()).isTrue();
        assertThat(probes).allMatch(probe -> probe.completions.get() == 1);
    }
}

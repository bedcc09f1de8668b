package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Threads that cannot be started at other times than for the work of a submission at hand. */
final class SpawnFailureLaterTest extends QueueFixture {
    private final OutOfMemoryError noMemory = TestThreads.noMemory();

    private final TestThreads threads = new TestThreads();

    private ThreadletQueue buildFlaky(ThreadletQueue.Builder builder) {
        return build(builder.threadFactory(threads));
    }

    private void fail() {
        threads.become((body, call) -> {
            throw noMemory;
        });
    }

    private void assertFailed(List<TestWork> probes) {
        TestWork.awaitEnded(probes);
        assertThat(probes).allSatisfy(probe -> {
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.FAILED);
            assertThat(probe.failure).isSameAs(noMemory);
            assertThat(probe.runs.get()).isZero();
            assertThat(probe.completions.get()).isOne();
        });
    }

    @Test
    void build_prestartFails_queueIsThereAndWorksLater() {
        fail();
        final ThreadletQueue queue = buildFlaky(sized(3, 4).prestart(true));
        until("no thread", () -> queue.snapshot().largest() == 0); // a second try counts while it is underway
        threads.recover();
        final TestWork probe = new TestWork();
        Submitter.submitOnceStartsAreTriedAgain(queue, probe);
        probe.awaitEnded();
        awaitIdle(queue);
        assertThat(queue.snapshot().cur()).isBetween(1, 3);
    }

    @Test
    void build_prestartFailsHalfway_keepsWhatStarted() {
        threads.become((body, call) -> {
            if (call >= 3) {
                throw noMemory;
            }
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue queue = buildFlaky(sized(4, 4).prestart(true));
        until(
                "two are left",
                () -> queue.snapshot().largest() == 2 && queue.snapshot().idle() == 2);
        awaitIdle(queue);
        threads.recover();
        occupy(queue, 4);
    }

    @Test
    void resize_raiseMinFails_countsAreAsBefore() {
        final ThreadletQueue queue = buildFlaky(sized(0, 8));
        occupy(queue, 2);
        fail();
        queue.resize(5, 8);
        assertCounts(queue, 2, 0, 0);
        assertThat(queue.snapshot().minThreads()).isEqualTo(5);
        assertThat(queue.snapshot().largest()).isEqualTo(2);
    }

    @Test
    void resize_raiseMaxWithBacklogFails_worksStayForTheLiving() {
        final ThreadletQueue queue = buildFlaky(sized(0, 1));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(5, null);
        waiting.forEach(queue::submit);
        fail();
        queue.resize(0, 4);
        assertCounts(queue, 1, 0, 5);
        gate.open();
        TestWork.awaitEnded(waiting);
        assertThat(waiting).allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void resume_fails_worksThatWaitFail() {
        final ThreadletQueue queue = buildFlaky(sized(0, 2));
        queue.pause();
        final List<TestWork> waiting = TestWork.several(4, null);
        waiting.forEach(queue::submit);
        fail();
        queue.resume();
        assertFailed(waiting);
        assertCounts(queue, 0, 0, 0);
        assertThat(queue.snapshot().failed()).isEqualTo(4);
        threads.recover();
        final TestWork probe = new TestWork();
        Submitter.submitOnceStartsAreTriedAgain(queue, probe);
        probe.awaitEnded();
    }

    @Test
    void resume_secondThreadFails_firstRunsAll() {
        final ThreadletQueue queue = buildFlaky(sized(0, 4));
        queue.pause();
        final List<TestWork> waiting = TestWork.several(6, null);
        waiting.forEach(queue::submit);
        threads.become((body, call) -> {
            if (call > 1) {
                throw noMemory;
            }
            return TestThreads.daemon(body, call);
        });
        queue.resume();
        TestWork.awaitEnded(waiting);
        assertThat(waiting).allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED);
        until("no start is underway", () -> queue.snapshot().largest() == 1);
    }

    @Test
    void shutdown_drainFails_worksFailAndQueueTerminates() throws Exception {
        final ThreadletQueue queue = buildFlaky(sized(0, 2));
        queue.pause();
        final List<TestWork> waiting = TestWork.several(4, null);
        waiting.forEach(queue::submit);
        fail();
        queue.shutdown();
        assertFailed(waiting);
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }

    @Test
    void shutdown_whileASubmissionsThreadIsBeingMadeAndFails_rejectsOrFails() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            throw noMemory;
        });
        final ThreadletQueue queue = buildFlaky(sized(0, 2));
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        queue.shutdown();
        assertThat(queue.awaitTermination(Duration.ofMillis(1))).isFalse();
        factoryGate.open();
        submitter.awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(probe.completions.get()).isZero();
    }

    @Test
    void submit_blockedSubmitterAndFailure_getsTheRoom() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            threads.recover();
            throw noMemory;
        });
        final ThreadletQueue queue = buildFlaky(sized(0, 1).capacity(0).onFull(OnFull.BLOCK));
        final Submitter failing = Submitter.starting(queue, new TestWork());
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        final TestWork probe = new TestWork();
        final Submitter blocked = Submitter.blockedIn(queue, probe);
        factoryGate.open();
        failing.awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
        blocked.awaitAccepted();
        probe.awaitEnded();
    }

    @Test
    void submit_callerRunsAndNoThread_isRejectedAndNotRunByTheCaller() throws Exception {
        final ThreadletQueue queue = buildFlaky(sized(0, 1).onFull(OnFull.CALLER_RUNS));
        fail();
        final TestWork probe = new TestWork();
        Submitter.starting(queue, probe).awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
        assertThat(probe.runs.get()).isZero();
    }

    /** A thread was to be started and, before that failed, was to leave: both must be forgotten. */
    @Test
    void resize_downWhileAThreadIsBeingMadeThatFails_countsStayExact() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        final ThreadletQueue queue = buildFlaky(sized(0, 4));
        occupy(queue, 3);
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            throw noMemory;
        });
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.DEQUEUED);
        queue.resize(0, 1);
        assertCounts(queue, 4, 0, 0);
        factoryGate.open();
        submitter.awaitAccepted();
        assertCounts(queue, 3, 0, 0);
        gate.open();
        awaitCur(queue, 1);
        awaitIdle(queue);
        assertCounts(queue, 1, 1, 0);
        threads.recover();
        queue.resize(0, 4);
        warmUp(queue, 4);
    }

    /** Every second thread fails: each work is run, failed or rejected, exactly one of the three. */
    @Test
    void submit_everySecondThreadFails_nothingIsBothThrownAndRun() {
        threads.become((body, call) -> {
            if (call % 2 == 0) {
                throw noMemory;
            }
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue queue = buildFlaky(named("q").maxThreads(3).idleTimeout(Duration.ofNanos(1)));
        final List<TestWork> accepted = new ArrayList<>();
        final List<TestWork> rejected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            final TestWork probe = new TestWork();
            try {
                queue.submit(probe);
                accepted.add(probe);
            } catch (ThreadletRejectedException why) {
                assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.NO_THREAD);
                rejected.add(probe);
            }
        }
        TestWork.awaitEnded(accepted);
        awaitCur(queue, 0);
        assertThat(accepted).allMatch(probe -> probe.completions.get() == 1);
        assertThat(accepted).allMatch(probe -> probe.runs.get() == (probe.failure == null ? 1 : 0));
        assertThat(rejected).allMatch(probe -> probe.completions.get() == 0 && probe.runs.get() == 0);
        assertThat(queue.snapshot().submitted()).isEqualTo(accepted.size());
        assertThat(queue.snapshot().rejected()).isEqualTo(rejected.size());
    }
}

package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a queue ends. */
final class ShutdownTest extends QueueFixture {
    private final TestThreads threads = new TestThreads();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private ThreadletQueue recorded(int min, int max) {
        return build(sized(min, max).threadFactory(threads));
    }

    private void assertEnded(ThreadletQueue queue) throws InterruptedException {
        assertThat(queue.awaitTermination(LONG)).isTrue();
        threads.assertAllDead();
        assertThat(queue.isTerminated()).isTrue();
        assertThat(queue.isShutdown()).isTrue();
        assertCounts(queue, 0, 0, 0);
    }

    @Test
    void shutdown_neverUsed_terminatesAtOnce() throws Exception {
        final ThreadletQueue queue = recorded(2, 4);
        assertThat(queue.isShutdown()).isFalse();
        assertThat(queue.isTerminated()).isFalse();
        queue.shutdown();
        assertThat(queue.isTerminated()).isTrue();
        assertThat(queue.awaitTermination(Duration.ZERO)).isTrue();
        assertThat(threads.made).isEmpty();
    }

    @Test
    void shutdown_idleThreads_go() throws Exception {
        final ThreadletQueue queue = build(sized(4, 8).prestart(true).threadFactory(threads));
        warmUp(queue, 8);
        queue.shutdown();
        assertEnded(queue);
        assertThat(threads.made).hasSize(8);
    }

    @Test
    void shutdown_worksWait_finishesThem() throws Exception {
        final ThreadletQueue queue = recorded(0, 2);
        final List<TestWork> busy = occupy(queue, 2);
        final List<TestWork> waiting = TestWork.several(20, null);
        waiting.forEach(queue::submit);
        queue.shutdown();
        queue.shutdown();
        assertThat(queue.isTerminated()).isFalse();
        assertCounts(queue, 2, 0, 20);
        gate.open();
        assertEnded(queue);
        assertThat(waiting)
                .allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED && probe.completions.get() == 1);
        assertThat(busy).noneMatch(probe -> probe.interrupted);
        assertThat(queue.snapshot().succeeded()).isEqualTo(22);
    }

    @ParameterizedTest
    @EnumSource
    void submit_shutDown_isRejectedWhateverThePolicy(OnFull policy) throws Exception {
        for (int capacity : new int[] {0, 5}) {
            final ThreadletQueue queue = build(sized(0, 1).onFull(policy).capacity(capacity));
            occupy(queue, 1);
            queue.shutdown();
            final TestWork probe = new TestWork();
            assertThatExceptionOfType(ThreadletRejectedException.class)
                    .isThrownBy(() -> queue.submit(probe))
                    .satisfies(why -> assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
            assertThat(probe.runs.get()).isZero();
            assertThat(probe.completions.get()).isZero();
            assertThat(queue.snapshot().rejected()).isEqualTo(1);
        }
    }

    @Test
    void shutdownNow_returnsWhatNeverStartedInOrderAndInterruptsWhatRuns() throws Exception {
        final ThreadletQueue queue = recorded(0, 2);
        final List<TestWork> busy = occupy(queue, 2);
        final List<TestWork> waiting = TestWork.several(10, null);
        waiting.forEach(queue::submit);
        assertThat(queue.dequeue(waiting.get(3))).isEqualTo(DequeueResult.DEQUEUED);

        final List<ThreadletWork> returned = queue.shutdownNow();

        final List<TestWork> neverStarted = new ArrayList<>(waiting);
        neverStarted.remove(3);
        assertThat(returned).hasSize(9).isEqualTo(neverStarted);
        assertThat(waiting).allSatisfy(probe -> {
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
            assertThat(probe.failure).isInstanceOf(CancellationException.class);
            assertThat(probe.completions.get()).isOne();
            assertThat(probe.runs.get()).isZero();
            assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.FINISHED);
        });
        TestWork.awaitEnded(busy);
        assertThat(busy).allMatch(probe -> probe.interrupted && probe.state() == ThreadletWork.State.FAILED);
        assertEnded(queue);
        assertThat(queue.shutdownNow()).isEmpty();
    }

    @Test
    void shutdownNow_afterShutdown_cutsTheDrainShort() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(5, null);
        waiting.forEach(queue::submit);
        queue.shutdown();
        assertThat(queue.shutdownNow()).isEqualTo(waiting);
        assertEnded(queue);
    }

    @Test
    void shutdownNow_aThreadIsStillBeingMade_workIsReturnedAndQueueEndsAfterwards() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue queue = recorded(0, 2);
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        assertThat(queue.shutdownNow()).containsExactly(probe);
        assertThat(queue.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThat(queue.isTerminated()).isFalse();
        factoryGate.open();
        submitter.awaitAccepted();
        assertEnded(queue);
        assertThat(probe.runs.get()).isZero();
    }

    @Test
    void shutdown_aThreadIsStillBeingMade_workIsRun() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue queue = recorded(0, 2);
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        queue.shutdown();
        assertThat(queue.isTerminated()).isFalse();
        factoryGate.open();
        submitter.awaitAccepted();
        assertEnded(queue);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void awaitTermination_notShutDown_timesOut() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        assertThat(queue.awaitTermination(Duration.ZERO)).isFalse();
        assertThat(queue.awaitTermination(Duration.ofMillis(2))).isFalse();
        assertThat(queue.awaitTermination(Duration.ofSeconds(-1))).isFalse();
        assertThat(queue.awaitTermination(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        occupy(queue, 1);
        queue.shutdown();
        assertThat(queue.awaitTermination(Duration.ZERO)).isFalse();
        assertThat(queue.awaitTermination(Duration.ofMillis(2))).isFalse();
        gate.open();
        assertThat(queue.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void awaitTermination_strayWakeUps_doesNotReturnEarly() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        occupy(queue, 1);
        queue.shutdown();
        final boolean[] seen = {false, true};
        final Thread waiter = new Thread(() -> {
            try {
                seen[0] = queue.awaitTermination(LONG);
                seen[1] = threads.made.get(0).isAlive();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waiter.start();
        for (int i = 0; i < 20; i++) {
            until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
            LockSupport.unpark(waiter);
        }
        assertThat(waiter.isAlive()).isTrue();
        gate.open();
        waiter.join();
        assertThat(seen).containsExactly(true, false);
    }

    /** The last thread is dead, and not only about to die, when somebody hears of the end. */
    @Test
    void awaitTermination_returnsTrue_allThreadsAreDead() throws Exception {
        for (int round = 0; round < 300; round++) {
            final ThreadletQueue queue = recorded(0, 3);
            final List<TestWork> probes = TestWork.several(6, null);
            probes.forEach(queue::submit);
            queue.shutdown();
            if (round % 2 == 0) {
                assertThat(queue.awaitTermination(LONG)).isTrue();
            } else {
                while (!queue.isTerminated()) {
                    Thread.onSpinWait();
                }
            }
            threads.assertAllDead();
            assertThat(probes).allMatch(probe -> probe.completions.get() == 1);
            threads.made.clear();
        }
    }

    @Test
    void awaitTermination_completedStillRuns_waitsForIt() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        final CountDownLatch inCompleted = new CountDownLatch(1);
        queue.submit(new TestWork() {
            @Override
            protected void completed(@Nullable Throwable failure) {
                inCompleted.countDown();
                gate.passWithoutInterrupts();
            }
        });
        queue.shutdown();
        assertThat(inCompleted.await(60, SECONDS)).isTrue();
        assertThat(queue.isTerminated()).isFalse();
        assertThat(queue.awaitTermination(Duration.ofMillis(1))).isFalse();
        gate.open();
        assertEnded(queue);
    }

    @Test
    void awaitTermination_interrupted_throws() {
        final ThreadletQueue queue = recorded(0, 1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> queue.awaitTermination(LONG));
    }

    @Test
    void submit_fromCompletedDuringTheDrain_isRejectedAndHarmsNothing() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        final boolean[] rejected = new boolean[1];
        final TestWork again = new TestWork(gate) {
            @Override
            protected void completed(@Nullable Throwable failure) {
                super.completed(failure);
                try {
                    queue.submit(this);
                } catch (ThreadletRejectedException e) {
                    rejected[0] = true;
                }
            }
        };
        queue.submit(again);
        queue.shutdown();
        gate.open();
        assertEnded(queue);
        assertThat(rejected[0]).isTrue();
        assertThat(again.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(again.completions.get()).isOne();
    }

    @Test
    void shutdown_byItsOwnWork_drains() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        final TestWork after = new TestWork();
        final TestWork stopping = new TestWork() {
            @Override
            protected void run() throws Exception {
                queue.submit(after);
                queue.shutdown();
                super.run();
            }
        };
        queue.submit(stopping);
        stopping.awaitEnded();
        assertEnded(queue);
        assertThat(after.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void global_shutDownInAnyWay_goesOn() throws Exception {
        final ThreadletQueue global = ThreadletQueue.global();
        assertThat(global).isSameAs(ThreadletQueue.global());
        global.shutdown();
        assertThat(global.shutdownNow()).isEmpty();
        global.close();
        global.executor().shutdown();
        assertThat(global.executor().shutdownNow()).isEmpty();
        assertThat(global.isShutdown()).isFalse();
        assertThat(global.isTerminated()).isFalse();
        assertThat(global.awaitTermination(Duration.ZERO)).isFalse();
        final TestWork probe = new TestWork();
        global.submit(probe);
        probe.awaitEnded();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        final QueueSnapshot now = global.snapshot();
        assertThat(now.name()).isEqualTo("global");
        assertThat(List.of(now.minThreads(), now.maxThreads(), now.capacity()))
                .containsExactly(64, 64, Integer.MAX_VALUE);
    }

    @Test
    void close_worksWait_finishesThemFirst() throws Exception {
        final List<TestWork> probes = TestWork.several(50, null);
        final ThreadletQueue queue = recorded(0, 2);
        try (queue) {
            probes.forEach(queue::submit);
        }
        assertThat(queue.isTerminated()).isTrue();
        threads.assertAllDead();
        assertThat(probes).allMatch(probe -> probe.state() == ThreadletWork.State.SUCCEEDED);
        queue.close();
        assertEnded(queue);
    }

    @Test
    void close_byItsOwnWork_saysSoAndIsShutDown() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        final TestWork closing = new TestWork() {
            @Override
            protected void run() {
                assertThatIllegalStateException().isThrownBy(queue::close).withMessageContaining("'q'");
            }
        };
        queue.submit(closing);
        closing.awaitEnded();
        assertThat(closing.failure).isNull();
        assertThat(queue.isShutdown()).isTrue();
        assertEnded(queue);
    }

    @Test
    void close_interrupted_stopsAndKeepsTheFlag() throws Exception {
        final ThreadletQueue queue = recorded(0, 1);
        final List<TestWork> busy = occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(3, null);
        waiting.forEach(queue::submit);
        final boolean[] flag = new boolean[1];
        final Thread closer = new Thread(() -> {
            queue.close();
            flag[0] = Thread.interrupted();
        });
        closer.start();
        until("it waits", () -> closer.getState() == Thread.State.TIMED_WAITING);
        closer.interrupt();
        closer.join();
        assertThat(flag[0]).isTrue();
        assertThat(queue.isTerminated()).isTrue();
        assertThat(waiting).allMatch(probe -> probe.state() == ThreadletWork.State.DEQUEUED);
        assertThat(busy).allMatch(probe -> probe.interrupted);
        assertEnded(queue);
    }
}

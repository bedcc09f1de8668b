package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many works may wait, and what REJECT does beyond. */
final class CapacityTest extends QueueFixture {

    private static ThreadletRejectedException assertFull(ThreadletQueue queue, ThreadletWork work) {
        final List<ThreadletRejectedException> thrown = new ArrayList<>();
        assertThatExceptionOfType(ThreadletRejectedException.class)
                .isThrownBy(() -> queue.submit(work))
                .satisfies(thrown::add);
        final ThreadletRejectedException why = thrown.get(0);
        assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.FULL);
        assertThat(why.queue()).isEqualTo(queue.name());
        return why;
    }

    @Test
    void submit_noBound_acceptsAll() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        TestWork.several(10_000, null).forEach(queue::submit);
        assertCounts(queue, 1, 0, 10_000);
        assertThat(queue.snapshot().capacity()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void submit_capacityZero_acceptsOnlyWhatAThreadCanTake() {
        final ThreadletQueue queue = build(sized(0, 2).capacity(0));
        final Gate first = new Gate();
        final TestWork releasable = new TestWork(first);
        queue.submit(releasable);
        occupy(queue, 1);
        final ThreadletRejectedException why = assertFull(queue, new TestWork());
        assertThat(why.snapshot().cur()).isEqualTo(2);
        assertThat(why.snapshot().idle()).isZero();
        assertThat(why.snapshot().queued()).isZero();
        first.open();
        until("a thread is idle", () -> queue.snapshot().idle() == 1);
        submitAndAwait(queue);
    }

    /** The bound is on works that no thread was claimed for, not on the length of a list. */
    @Test
    void submit_capacityZeroWhileThreadsStart_acceptsAsManyAsThreads() {
        for (int round = 0; round < 20; round++) {
            final ThreadletQueue queue = build(sized(0, 64).capacity(0));
            TestWork.several(64, gate).forEach(queue::submit);
            assertCounts(queue, 64, 0, 0);
            assertFull(queue, new TestWork());
        }
    }

    @Test
    void submit_capacityZeroWithIdleThreads_acceptsAsManyAsThreads() {
        final ThreadletQueue queue = build(sized(0, 32).capacity(0));
        warmUp(queue, 32);
        TestWork.several(32, gate).forEach(queue::submit);
        assertCounts(queue, 32, 0, 0);
        assertFull(queue, new TestWork());
    }

    @Test
    void submit_capacityReached_rejects() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(3));
        occupy(queue, 1);
        TestWork.several(3, null).forEach(queue::submit);
        final ThreadletRejectedException why = assertFull(queue, new TestWork());
        assertThat(why.snapshot().queued()).isEqualTo(3);
        assertThat(why.snapshot().capacity()).isEqualTo(3);
        assertCounts(queue, 1, 0, 3);
        assertThat(queue.snapshot().submitted()).isEqualTo(4);
        assertThat(queue.snapshot().rejected()).isEqualTo(1);
    }

    @Test
    void submit_rejected_workIsAsBefore() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0));
        final ThreadletQueue other = build(named("other"));
        final TestWork used = new TestWork();
        queue.submit(used);
        used.awaitEnded();
        awaitIdle(queue);
        final TestWork failed = new TestWork() {
            @Override
            protected void run() throws Exception {
                super.run();
                throw new Exception("planned");
            }
        };
        other.submit(failed);
        failed.awaitEnded();
        occupy(queue, 1);
        final TestWork fresh = new TestWork();

        assertFull(queue, fresh);
        assertFull(queue, used);
        assertFull(queue, failed);

        assertThat(fresh.state()).isEqualTo(ThreadletWork.State.NEW);
        assertThat(queue.dequeue(fresh)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(used.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(queue.dequeue(used)).isEqualTo(DequeueResult.FINISHED);
        assertThat(failed.state()).isEqualTo(ThreadletWork.State.FAILED);
        assertThat(queue.dequeue(failed)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(other.dequeue(failed)).isEqualTo(DequeueResult.FINISHED);
        assertThat(fresh.completions.get()).isZero();
        assertThat(used.completions.get()).isOne();
        assertThat(failed.completions.get()).isOne();
        assertThat(queue.snapshot().rejected()).isEqualTo(3);

        other.submit(fresh);
        fresh.awaitEnded();
    }

    @Test
    void dequeue_full_makesRoomAtOnce() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(2));
        occupy(queue, 1);
        final List<TestWork> waiting = new ArrayList<>(TestWork.several(2, null));
        waiting.forEach(queue::submit);
        for (int i = 0; i < 100; i++) {
            assertFull(queue, new TestWork());
            final TestWork victim = waiting.remove(i % 2);
            assertThat(queue.dequeue(victim)).isEqualTo(DequeueResult.DEQUEUED);
            assertThat(queue.dequeue(victim)).isEqualTo(DequeueResult.FINISHED);
            assertCounts(queue, 1, 0, 1);
            final TestWork next = new TestWork();
            queue.submit(next);
            waiting.add(next);
        }
        assertCounts(queue, 1, 0, 2);
        assertThat(queue.queued(9)).extracting(QueuedWork::work).containsExactlyElementsOf(waiting);
    }

    @Test
    void dequeue_ofAWorkThatClaimedAThread_threadFindsNothingAndIdles() {
        final ThreadletQueue queue = build(sized(0, 2).capacity(0));
        for (int round = 0; round < 2000; round++) {
            final TestWork probe = new TestWork();
            queue.submit(probe);
            final DequeueResult result = queue.dequeue(probe);
            probe.awaitEnded();
            assertThat(probe.runs.get()).isEqualTo(result == DequeueResult.DEQUEUED ? 0 : 1);
            assertThat(probe.completions.get()).isOne();
            until("a thread is idle", () -> queue.snapshot().idle() > 0);
        }
        awaitIdle(queue);
        warmUp(queue, 2);
    }

    @Test
    void resize_fullAndMaxRaised_makesRoom() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(1));
        occupy(queue, 1);
        final TestWork waiting = new TestWork(gate);
        queue.submit(waiting);
        assertFull(queue, new TestWork());
        queue.resize(0, 2);
        waiting.awaitStarted();
        queue.submit(new TestWork());
        assertCounts(queue, 2, 0, 1);
        assertFull(queue, new TestWork());
    }

    @Test
    void submit_boundedUnderLoad_neverMoreQueuedThanCapacity() throws Exception {
        final ThreadletQueue queue = build(sized(0, 2).capacity(5));
        final List<Thread> submitters = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            final Thread submitter = new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    try {
                        queue.submit(new TestWork());
                    } catch (ThreadletRejectedException full) {
                        assertThat(full.snapshot().queued()).isEqualTo(5);
                    }
                }
            });
            submitter.start();
            submitters.add(submitter);
        }
        while (submitters.stream().anyMatch(Thread::isAlive)) {
            assertThat(queue.snapshot().queued()).isBetween(0, 5);
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        awaitIdle(queue);
        assertThat(queue.snapshot().submitted() + queue.snapshot().rejected()).isEqualTo(9000);
    }
}

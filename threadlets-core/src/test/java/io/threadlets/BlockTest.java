package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Submitters that wait for room. */
final class BlockTest extends QueueFixture {

    /** A queue with one thread that is held, and no room. */
    private ThreadletQueue full(int capacity) {
        final ThreadletQueue queue = build(sized(0, 1).capacity(capacity).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        TestWork.several(capacity, null).forEach(queue::submit);
        return queue;
    }

    @Test
    void submit_thereIsRoom_doesNotBlock() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(2).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        queue.submit(new TestWork());
        queue.submit(new TestWork());
        assertCounts(queue, 1, 0, 2);
    }

    @Test
    void submit_full_waitsUntilAThreadTakesSomething() throws Exception {
        for (int capacity : new int[] {0, 1, 3}) {
            final Gate own = new Gate();
            final ThreadletQueue queue = build(sized(0, 1).capacity(capacity).onFull(OnFull.BLOCK));
            queue.submit(new TestWork(own));
            TestWork.several(capacity, null).forEach(queue::submit);
            final TestWork probe = new TestWork();
            final Submitter submitter = Submitter.blockedIn(queue, probe);
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
            assertCounts(queue, 1, 0, capacity);
            own.open();
            submitter.awaitAccepted();
            probe.awaitEnded();
            assertThat(queue.snapshot().rejected()).isZero();
        }
    }

    @Test
    void submit_manyBlocked_allGetThroughInTheirOrder() throws Exception {
        final ThreadletQueue queue = full(1);
        final List<Integer> ran = new CopyOnWriteArrayList<>();
        final List<Submitter> submitters = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            final int number = i;
            submitters.add(Submitter.blockedIn(queue, ThreadletWork.of(() -> ran.add(number))));
        }
        gate.open();
        for (Submitter submitter : submitters) {
            submitter.awaitAccepted();
        }
        until("all ran", () -> ran.size() == 16);
        assertThat(ran).isSorted();
    }

    @Test
    void submit_manySubmittersManyWorks_allGetThrough() throws Exception {
        final ThreadletQueue queue = build(
                named("q").maxThreads(2).capacity(1).onFull(OnFull.BLOCK).idleTimeout(java.time.Duration.ofNanos(100)));
        final List<TestWork> probes = TestWork.several(4000, null);
        final List<Thread> submitters = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            final List<TestWork> share = probes.subList(s * 500, (s + 1) * 500);
            final Thread submitter = new Thread(() -> share.forEach(queue::submit));
            submitter.start();
            submitters.add(submitter);
        }
        TestWork.awaitEnded(probes);
        for (Thread submitter : submitters) {
            submitter.join();
        }
        assertThat(queue.snapshot().submitted()).isEqualTo(4000);
        assertThat(queue.snapshot().rejected()).isZero();
    }

    @Test
    void dequeue_makesRoomForOneEach() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(2).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(2, null);
        waiting.forEach(queue::submit);
        final Submitter first = Submitter.blockedIn(queue, new TestWork());
        final Submitter second = Submitter.blockedIn(queue, new TestWork());
        assertThat(queue.dequeue(waiting.get(0))).isEqualTo(DequeueResult.DEQUEUED);
        first.awaitAccepted();
        assertThat(second.isAlive()).isTrue();
        assertCounts(queue, 1, 0, 2);
        assertThat(queue.dequeue(waiting.get(1))).isEqualTo(DequeueResult.DEQUEUED);
        second.awaitAccepted();
        assertCounts(queue, 1, 0, 2);
    }

    @Test
    void cancel_makesRoom() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(1).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        final ThreadletFuture<?> waiting = queue.submit(() -> {});
        final Submitter submitter = Submitter.blockedIn(queue, new TestWork());
        assertThat(waiting.cancel(false)).isTrue();
        submitter.awaitAccepted();
        assertCounts(queue, 1, 0, 1);
    }

    @Test
    void resize_raiseMax_makesRoom() throws Exception {
        final ThreadletQueue queue = full(0);
        final TestWork a = new TestWork(gate);
        final TestWork b = new TestWork(gate);
        final Submitter first = Submitter.blockedIn(queue, a);
        final Submitter second = Submitter.blockedIn(queue, b);
        queue.resize(0, 3);
        first.awaitAccepted();
        second.awaitAccepted();
        a.awaitStarted();
        b.awaitStarted();
        assertCounts(queue, 3, 0, 0);
    }

    @Test
    void interrupt_whileBlocked_cancelsAndKeepsTheFlag() throws Exception {
        final ThreadletQueue queue = full(1);
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.blockedIn(queue, probe);
        submitter.interrupt();
        submitter.awaitEnd();
        assertThat(submitter.thrown)
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("'q'")
                .hasCauseInstanceOf(ThreadletRejectedException.class);
        assertThat(submitter.interruptedAfterwards).isTrue();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
        assertThat(probe.completions.get()).isZero();
        assertThat(queue.snapshot().rejected()).isEqualTo(1);
        assertThat(queue.snapshot().submitted()).isEqualTo(2);
        gate.open();
        awaitIdle(queue);
        queue.submit(probe);
        probe.awaitEnded();
    }

    @Test
    void interrupt_ofTheFirstBlocked_othersStillGetThrough() throws Exception {
        final ThreadletQueue queue = full(0);
        final Submitter first = Submitter.blockedIn(queue, new TestWork());
        final Submitter second = Submitter.blockedIn(queue, new TestWork());
        final Submitter third = Submitter.blockedIn(queue, new TestWork());
        second.interrupt();
        second.awaitEnd();
        first.interrupt();
        first.awaitEnd();
        gate.open();
        third.awaitAccepted();
        assertThat(queue.snapshot().rejected()).isEqualTo(2);
    }

    /** Whoever is interrupted just as room is made must pass the room on. */
    @Test
    void interrupt_racingWithRoom_roomIsNotLost() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(1).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        TestWork queued = new TestWork();
        queue.submit(queued);
        for (int round = 0; round < 100; round++) {
            final TestWork firsts = new TestWork();
            final TestWork seconds = new TestWork();
            final Submitter first = Submitter.blockedIn(queue, firsts);
            final Submitter second = Submitter.blockedIn(queue, seconds);
            first.interrupt();
            assertThat(queue.dequeue(queued)).isEqualTo(DequeueResult.DEQUEUED);
            first.awaitEnd();
            if (firsts.state() == ThreadletWork.State.QUEUED) {
                assertThat(second.isAlive()).isTrue();
                assertThat(queue.dequeue(firsts)).isEqualTo(DequeueResult.DEQUEUED);
            }
            second.awaitAccepted();
            queued = seconds;
            assertCounts(queue, 1, 0, 1);
        }
    }

    @Test
    void shutdown_whileBlocked_rejectsAll() throws Exception {
        final ThreadletQueue queue = full(1);
        final List<TestWork> probes = TestWork.several(3, null);
        final List<Submitter> submitters = new ArrayList<>();
        probes.forEach(probe -> submitters.add(Submitter.blockedIn(queue, probe)));
        queue.shutdown();
        for (Submitter submitter : submitters) {
            submitter.awaitRejected(ThreadletRejectedException.Reason.SHUTDOWN);
            assertThat(submitter.interruptedAfterwards).isFalse();
        }
        assertThat(probes).allMatch(probe -> probe.state() == ThreadletWork.State.NEW && probe.completions.get() == 0);
        assertThat(queue.snapshot().rejected()).isEqualTo(3);
    }

    @Test
    void shutdownNow_whileBlocked_rejectsAllAndDoesNotReturnThem() throws Exception {
        final ThreadletQueue queue = full(2);
        final Submitter submitter = Submitter.blockedIn(queue, new TestWork());
        assertThat(queue.shutdownNow()).hasSize(2);
        submitter.awaitRejected(ThreadletRejectedException.Reason.SHUTDOWN);
    }

    @Test
    void submit_sameWorkByTwoBlockedSubmitters_oneIsRefused() throws Exception {
        final ThreadletQueue queue = full(0);
        final TestWork probe = new TestWork(gate);
        final Submitter first = Submitter.blockedIn(queue, probe);
        final Submitter second = Submitter.blockedIn(queue, probe);
        queue.resize(0, 3);
        first.awaitAccepted();
        second.awaitEnd();
        assertThat(second.thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("'q'");
        gate.open();
        probe.awaitEnded();
        awaitIdle(queue);
        assertThat(probe.runs.get()).isOne();
    }

    /** Where it waited for room itself, it must not find its own place in the line before it. */
    @Test
    void submit_byTheListenerOfASubmitterThatWaited_getsThrough() throws Exception {
        final AtomicReference<@Nullable ThreadletQueue> own = new AtomicReference<>();
        final ThreadletQueue queue =
                build(sized(0, 1).capacity(1).onFull(OnFull.BLOCK).listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work) {
                        final ThreadletQueue again = own.getAndSet(null);
                        if (again != null) {
                            again.submit(new TestWork());
                        }
                    }
                }));
        occupy(queue, 1);
        queue.submit(new TestWork());
        final Submitter submitter = Submitter.blockedIn(queue, new TestWork());
        own.set(queue);
        gate.open();
        submitter.awaitAccepted();
        awaitIdle(queue);
    }
}

package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Grow before queueing, and: no work waits while a thread could run it. */
final class GrowthTest extends QueueFixture {

    @Test
    void build_noPrestart_startsNothing() {
        assertCounts(build(sized(4, 8)), 0, 0, 0);
    }

    @Test
    void submit_nothingIdle_growsBeforeItQueues() {
        final ThreadletQueue queue = build(sized(0, 3));
        for (int cur = 1; cur <= 3; cur++) {
            occupy(queue, 1);
            assertCounts(queue, cur, 0, 0);
        }
        queue.submit(new TestWork());
        queue.submit(new TestWork());
        assertCounts(queue, 3, 0, 2);
        assertThat(queue.snapshot().largest()).isEqualTo(3);
    }

    @Test
    void submit_idleThread_isClaimedInsteadOfGrowing() {
        final ThreadletQueue queue = build(sized(0, 8));
        warmUp(queue, 2);
        assertCounts(queue, 2, 2, 0);
        occupy(queue, 1);
        assertCounts(queue, 2, 1, 0);
        occupy(queue, 1);
        assertCounts(queue, 2, 0, 0);
        occupy(queue, 1);
        assertCounts(queue, 3, 0, 0);
    }

    @Test
    void snapshot_worksFinish_threadsBecomeIdle() {
        final ThreadletQueue queue = build(sized(0, 2));
        occupy(queue, 2);
        final TestWork waiting = new TestWork();
        queue.submit(waiting);
        assertCounts(queue, 2, 0, 1);
        gate.open();
        waiting.awaitEnded();
        awaitIdle(queue);
        assertCounts(queue, 2, 2, 0);
    }

    @Test
    void submit_sixtyFourAtOnceAgainstOneIdleThread_allRun() {
        final ThreadletQueue queue = build(sized(0, 64));
        warmUp(queue, 1);
        occupy(queue, 64);
        assertCounts(queue, 64, 0, 0);
    }

    @Test
    void submit_burstAgainstSixtyFourSleepers_allRun() {
        final ThreadletQueue queue = build(sized(0, 64));
        warmUp(queue, 64);
        for (int round = 0; round < 20; round++) {
            warmUp(queue, 64);
        }
        assertCounts(queue, 64, 64, 0);
    }

    @Test
    void submit_burstAgainstSomeIdleThreads_claimsThemAndGrows() {
        final ThreadletQueue queue = build(sized(0, 32));
        warmUp(queue, 10);
        occupy(queue, 32);
        assertCounts(queue, 32, 0, 0);
    }

    /** The race of the C code: both submissions see the one idle thread, and the second waits behind the first. */
    @Test
    void submit_twiceQuicklyAgainstOneIdleThread_bothRun() throws Exception {
        for (int round = 0; round < 100; round++) {
            final ThreadletQueue queue = build(sized(0, 2));
            warmUp(queue, 1);
            final CyclicBarrier both = new CyclicBarrier(3);
            queue.submit(meetingAt(both));
            queue.submit(meetingAt(both));
            both.await(60, SECONDS);
            queue.shutdown();
        }
    }

    @Test
    void submit_twiceAtOnceFromTwoThreadsAgainstOneIdleThread_bothRun() throws Exception {
        for (int round = 0; round < 100; round++) {
            final ThreadletQueue queue = build(sized(0, 2));
            warmUp(queue, 1);
            final CyclicBarrier submitting = new CyclicBarrier(2);
            final CyclicBarrier both = new CyclicBarrier(3);
            final Thread other = new Thread(() -> {
                arrive(submitting);
                queue.submit(meetingAt(both));
            });
            other.start();
            arrive(submitting);
            queue.submit(meetingAt(both));
            both.await(60, SECONDS);
            other.join();
            queue.shutdown();
        }
    }

    @Test
    void submit_fromManyThreadsAtOnce_allRun() throws Exception {
        final ThreadletQueue queue = build(sized(0, 64));
        final CyclicBarrier submitting = new CyclicBarrier(8);
        final List<TestWork> probes = TestWork.several(64, gate);
        final List<Thread> submitters = new ArrayList<>();
        for (List<TestWork> share : eighths(probes)) {
            final Thread submitter = new Thread(() -> {
                arrive(submitting);
                share.forEach(queue::submit);
            });
            submitter.start();
            submitters.add(submitter);
        }
        TestWork.awaitStarted(probes);
        assertCounts(queue, 64, 0, 0);
        for (Thread submitter : submitters) {
            submitter.join();
        }
    }

    /** A submission that is stuck in the thread factory holds up its own work only. */
    @Test
    void submit_whileAnotherThreadIsStillBeingMade_isRunByTheIdleOne() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        final ThreadletQueue queue = build(sized(0, 2).threadFactory(new TestThreads((body, call) -> {
            if (call == 2) {
                inFactory.countDown();
                factoryGate.pass();
            }
            return TestThreads.daemon(body, call);
        })));
        final Gate first = new Gate();
        final TestWork busy = new TestWork(first);
        queue.submit(busy);
        busy.awaitStarted();
        final TestWork slow = new TestWork();
        final Thread submitter = new Thread(() -> queue.submit(slow));
        submitter.start();
        assertThat(inFactory.await(60, SECONDS)).isTrue();

        first.open();
        slow.awaitEnded();
        until("the living thread is idle again", () -> queue.snapshot().idle() == 2);
        for (int i = 0; i < 100; i++) {
            submitAndAwait(queue);
        }
        factoryGate.open();
        submitter.join();
    }

    @Test
    void resize_startsAreStuckInTheFactory_idleThreadStillRunsWorks() throws Exception {
        final CountDownLatch inFactory = new CountDownLatch(1);
        final Gate factoryGate = new Gate();
        final ThreadletQueue queue = build(sized(0, 4).threadFactory(new TestThreads((body, call) -> {
            if (call == 2) {
                inFactory.countDown();
                factoryGate.pass();
            }
            return TestThreads.daemon(body, call);
        })));
        warmUp(queue, 1);
        final Thread resizer = new Thread(() -> queue.resize(4, 4));
        resizer.start();
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            submitAndAwait(queue);
        }
        factoryGate.open();
        resizer.join();
        occupy(queue, 4);
        assertCounts(queue, 4, 0, 0);
    }

    @Test
    void submit_fromAWorkThatWaitsForIt_getsAnotherThread() {
        final ThreadletQueue queue = build(sized(0, 2));
        final TestWork inner = new TestWork();
        final TestWork outer = new TestWork() {
            @Override
            protected void run() throws Exception {
                queue.submit(inner);
                inner.awaitEnded();
                super.run();
            }
        };
        queue.submit(outer);
        outer.awaitEnded();
        assertThat(outer.failure).isNull();
    }

    @Test
    void submit_manyMoreThanMax_neverAboveMax() throws Exception {
        final int max = 5;
        final ThreadletQueue queue = build(sized(0, max));
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final List<ThreadletWork> works = new ArrayList<>();
        final CountDownLatch all = new CountDownLatch(4000);
        for (int i = 0; i < 4000; i++) {
            works.add(ThreadletWork.of(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                all.countDown();
            }));
        }
        final List<Thread> submitters = new ArrayList<>();
        for (List<ThreadletWork> share : eighths(works)) {
            final Thread submitter = new Thread(() -> share.forEach(queue::submit));
            submitter.start();
            submitters.add(submitter);
        }
        while (all.getCount() > 0) {
            assertSane(queue.snapshot(), max);
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        awaitIdle(queue);
        assertThat(most.get()).isLessThanOrEqualTo(max);
        assertThat(queue.snapshot().largest()).isEqualTo(max);
        assertThat(queue.snapshot().succeeded()).isEqualTo(4000);
    }

    @Test
    void run_throwsWhatever_threadGoesOn() {
        final ThreadletQueue queue = build(sized(0, 1));
        for (Throwable thrown : List.of(new Exception("e"), new IllegalStateException("r"), new Error("planned"))) {
            final TestWork probe = new TestWork() {
                @Override
                protected void run() throws Exception {
                    super.run();
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) thrown;
                }
            };
            queue.submit(probe);
            probe.awaitEnded();
            assertThat(probe.state()).isEqualTo(ThreadletWork.State.FAILED);
            assertThat(probe.failure).isSameAs(thrown);
        }
        submitAndAwait(queue);
        awaitIdle(queue);
        assertCounts(queue, 1, 1, 0);
        assertThat(queue.snapshot().failed()).isEqualTo(3);
    }

    private static void assertSane(QueueSnapshot now, int max) {
        assertThat(now.cur()).as("cur of %s", now).isBetween(0, max);
        assertThat(now.idle()).as("idle of %s", now).isBetween(0, now.cur());
        assertThat(now.idle() == 0 || now.queued() == 0)
                .as("idle or queued of %s", now)
                .isTrue();
        assertThat(now.queued() == 0 || now.cur() == max)
                .as("queued below max of %s", now)
                .isTrue();
    }

    private static <T> List<List<T>> eighths(List<T> all) {
        final List<List<T>> shares = new ArrayList<>();
        final int share = all.size() / 8;
        for (int i = 0; i < 8; i++) {
            shares.add(all.subList(i * share, (i + 1) * share));
        }
        return shares;
    }

    private static ThreadletWork meetingAt(CyclicBarrier barrier) {
        return new TestWork() {
            @Override
            protected void run() throws Exception {
                barrier.await(60, SECONDS);
            }
        };
    }

    private static void arrive(CyclicBarrier barrier) {
        try {
            barrier.await(60, SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Threads that look for a work, give up and look a last time owe a wake-up to those who relied on them. */
    @Test
    void submit_blockingWorksOverAndOverToIdleThreads_allRunAtOnce() {
        final ThreadletQueue queue = build(sized(4, 4));
        for (int round = 0; round < 2_000; round++) {
            warmUp(queue, 4);
        }
    }
}

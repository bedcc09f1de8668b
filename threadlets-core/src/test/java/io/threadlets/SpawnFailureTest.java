package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that cannot be started: counts are restored, and nothing is lost, or both thrown and run. */
final class SpawnFailureTest extends QueueFixture {
    private final OutOfMemoryError noMemory = TestThreads.noMemory();

    private final TestThreads threads = new TestThreads();
    private final CountDownLatch inFactory = new CountDownLatch(1);
    private final Gate factoryGate = new Gate();

    private ThreadletQueue buildFlaky(int min, int max) {
        return build(sized(min, max).threadFactory(threads));
    }

    private void fail() {
        threads.become((body, call) -> {
            throw noMemory;
        });
    }

    /** The next calls wait in the factory, and fail when its gate is opened. */
    private void failAtTheGate() {
        threads.become((body, call) -> {
            inFactory.countDown();
            factoryGate.pass();
            throw noMemory;
        });
    }

    private void assertNoThread(ThreadletQueue queue, TestWork probe, Class<? extends Throwable> cause) {
        final ThreadletWork.State before = probe.state();
        final int completions = probe.completions.get();
        final QueueSnapshot then = queue.snapshot();
        assertThatExceptionOfType(ThreadletRejectedException.class)
                .isThrownBy(() -> queue.submit(probe))
                .withCauseInstanceOf(cause)
                .satisfies(why -> {
                    assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.NO_THREAD);
                    assertThat(why.snapshot().cur()).isZero();
                });
        assertThat(probe.state()).isEqualTo(before);
        assertThat(probe.completions.get()).isEqualTo(completions);
        assertCounts(queue, 0, 0, 0);
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.rejected()).isEqualTo(then.rejected() + 1);
        assertThat(now.submitted()).isEqualTo(then.submitted());
        assertThat(now.largest()).isEqualTo(then.largest());
    }

    private static void assertWorks(ThreadletQueue queue, TestWork probe) {
        Submitter.submitOnceStartsAreTriedAgain(queue, probe);
        probe.awaitEnded();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(probe.runs.get()).isOne();
        assertThat(probe.completions.get()).isOne();
    }

    @Test
    void submit_factoryThrows_rejectsWithTheCause() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        fail();
        final TestWork probe = new TestWork();
        assertNoThread(queue, probe, OutOfMemoryError.class);
        assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(queue.snapshot().largest()).isZero();
        threads.recover();
        assertWorks(queue, probe);
        assertThat(queue.snapshot().largest()).isEqualTo(1);
    }

    @Test
    void submit_factoryThrowsAnException_rejectsWithTheCause() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        threads.become((body, call) -> {
            throw new IllegalStateException("planned");
        });
        assertNoThread(queue, new TestWork(), IllegalStateException.class);
    }

    @Test
    void submit_factoryReturnsNull_rejectsWithTheCause() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        threads.become((body, call) -> null);
        final TestWork probe = new TestWork();
        assertNoThread(queue, probe, NullPointerException.class);
        threads.recover();
        assertWorks(queue, probe);
    }

    @Test
    void submit_prefixAndFactoryReturnsNull_rejectsWithTheCause() {
        final ThreadletQueue queue = build(sized(0, 4).threadFactory(threads).threadNamePrefix("p-"));
        threads.become((body, call) -> null);
        assertNoThread(queue, new TestWork(), NullPointerException.class);
    }

    @Test
    void submit_threadDoesNotStart_rejectsWithTheCause() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        threads.become((body, call) -> new Thread(body) {
            @Override
            public synchronized void start() {
                throw noMemory;
            }
        });
        final TestWork probe = new TestWork();
        assertNoThread(queue, probe, OutOfMemoryError.class);
        threads.recover();
        assertWorks(queue, probe);
    }

    /** The JVM may throw and run the thread all the same, as with a start method that does something afterwards. */
    @Test
    void submit_threadStartsAndStartThrows_workIsRunOnceAndNothingThrown() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        threads.become((body, call) -> {
            final CountDownLatch running = new CountDownLatch(1);
            return new Thread(() -> {
                running.countDown();
                body.run();
            }) {
                @Override
                public synchronized void start() {
                    setDaemon(true);
                    super.start();
                    throw noMemory;
                }
            };
        });
        for (int round = 0; round < 200; round++) {
            final TestWork probe = new TestWork();
            boolean accepted = true;
            try {
                queue.submit(probe);
            } catch (ThreadletRejectedException why) {
                accepted = false;
            }
            if (accepted) {
                probe.awaitEnded();
            }
            awaitIdle(queue);
            assertThat(probe.runs.get()).isEqualTo(accepted ? 1 : 0);
            queue.pause();
            awaitCur(queue, 0);
            queue.resume();
        }
    }

    @Test
    void submit_factoryReturnsAStartedThread_rejectsWithTheCause() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        threads.become((body, call) -> {
            final Thread started = new Thread(gate::passWithoutInterrupts);
            started.start();
            return started;
        });
        final TestWork probe = new TestWork();
        assertNoThread(queue, probe, IllegalThreadStateException.class);
        threads.recover();
        assertWorks(queue, probe);
    }

    /** The body runs and start throws, in either order: run or thrown, not both. */
    @Test
    void submit_factoryStartsTheThreadItself_workIsRunOrRejectedAndNotBoth() throws Exception {
        final ThreadletQueue queue = buildFlaky(0, 1);
        threads.become((body, call) -> {
            final Thread started = TestThreads.daemon(body, call);
            started.start();
            return started;
        });
        for (int round = 0; round < 200; round++) {
            final TestWork probe = new TestWork();
            try {
                queue.submit(probe);
                probe.awaitEnded();
                assertThat(probe.runs.get()).isOne();
            } catch (ThreadletRejectedException why) {
                assertThat(why).hasCauseInstanceOf(IllegalThreadStateException.class);
                threads.made.get(threads.made.size() - 1).join();
                assertThat(probe.runs.get()).isZero();
                assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
            }
            queue.pause();
            awaitCur(queue, 0);
            queue.resume();
        }
    }

    @Test
    void submit_workUsedBefore_isAsBefore() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        final ThreadletQueue other = build(named("other"));
        final TestWork here = new TestWork();
        final TestWork there = new TestWork();
        assertWorks(queue, here);
        assertWorks(other, there);
        queue.pause();
        awaitCur(queue, 0);
        queue.resume();
        fail();
        assertNoThread(queue, here, OutOfMemoryError.class);
        assertNoThread(queue, there, OutOfMemoryError.class);
        assertThat(queue.dequeue(here)).isEqualTo(DequeueResult.FINISHED);
        assertThat(queue.dequeue(there)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(other.dequeue(there)).isEqualTo(DequeueResult.FINISHED);
    }

    @Test
    void submit_othersLive_workStaysQueuedForThem() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        occupy(queue, 2);
        fail();
        final TestWork probe = new TestWork();
        queue.submit(probe);
        assertCounts(queue, 2, 0, 1);
        assertThat(queue.snapshot().largest()).isEqualTo(2);
        assertThat(queue.snapshot().rejected()).isZero();
        gate.open();
        probe.awaitEnded();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void submit_factoryRecovers_nextSubmissionStartsThreadsForAllThatWait() {
        final ThreadletQueue queue = buildFlaky(0, 4);
        occupy(queue, 1);
        fail();
        final List<TestWork> probes = TestWork.several(3, gate);
        queue.submit(probes.get(0));
        queue.submit(probes.get(1));
        assertCounts(queue, 1, 0, 2);
        threads.recover();
        queue.submit(probes.get(2));
        TestWork.awaitStarted(probes);
        assertCounts(queue, 4, 0, 0);
    }

    /** There was a thread to be had, as it seemed; without it there is no room either. */
    @Test
    void submit_othersLiveAndThereIsNoRoom_isRejected() throws Exception {
        final ThreadletQueue queue = build(sized(0, 2).capacity(0).threadFactory(threads));
        occupy(queue, 1);
        fail();
        final TestWork probe = new TestWork();
        Submitter.starting(queue, probe).awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
        assertCounts(queue, 1, 0, 0);
        threads.recover();
        Submitter.submitOnceStartsAreTriedAgain(queue, new TestWork(gate));
        assertCounts(queue, 2, 0, 0);
    }

    @Test
    void submit_twoFailuresAtOnce_eachIsThrownOrFails() throws Exception {
        for (int round = 0; round < 50; round++) {
            final ThreadletQueue queue = buildFlaky(0, 4);
            final CyclicBarrier both = new CyclicBarrier(2);
            final AtomicInteger calls = new AtomicInteger();
            threads.become((body, call) -> {
                if (calls.incrementAndGet() <= 2) {
                    try {
                        both.await(60, SECONDS);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                throw noMemory;
            });
            final List<TestWork> probes = TestWork.several(2, null);
            final List<Submitter> submitters = new ArrayList<>();
            probes.forEach(probe -> submitters.add(Submitter.starting(queue, probe)));
            for (Submitter submitter : submitters) {
                submitter.awaitEnd();
            }
            int failed = 0; // both, where the queue's own next try was under way as they failed
            for (int i = 0; i < 2; i++) {
                final TestWork probe = probes.get(i);
                if (submitters.get(i).thrown != null) {
                    submitters.get(i).awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
                    assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
                    assertThat(probe.completions.get()).isZero();
                } else {
                    failed++;
                    probe.awaitEnded();
                    assertThat(probe.state()).isEqualTo(ThreadletWork.State.FAILED);
                    assertThat(probe.failure).isSameAs(noMemory);
                    assertThat(probe.completions.get()).isOne();
                    assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.FINISHED);
                }
                assertThat(probe.runs.get()).isZero();
            }
            assertCounts(queue, 0, 0, 0);
            final QueueSnapshot now = queue.snapshot();
            assertThat(List.of(now.submitted(), now.failed(), now.rejected(), (long) now.largest()))
                    .containsExactly((long) failed, (long) failed, 2L - failed, 0L);
        }
    }

    @Test
    void dequeue_whileItsThreadIsBeingMade_isDequeuedAndNotThrown() throws Exception {
        final ThreadletQueue queue = buildFlaky(0, 4);
        failAtTheGate();
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        assertCounts(queue, 1, 0, 0);
        assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.DEQUEUED);
        assertCounts(queue, 1, 1, 0);
        factoryGate.open();
        submitter.awaitAccepted();
        assertThat(probe.failure).isInstanceOf(CancellationException.class);
        assertThat(probe.completions.get()).isOne();
        assertCounts(queue, 0, 0, 0);
        assertThat(queue.snapshot().rejected()).isZero();
    }

    @Test
    void submit_anotherThreadTakesTheWorkBeforeTheFailure_isNotThrown() throws Exception {
        final ThreadletQueue queue = buildFlaky(0, 2);
        final Gate first = new Gate();
        final TestWork busy = new TestWork(first);
        queue.submit(busy);
        busy.awaitStarted();
        failAtTheGate();
        final TestWork probe = new TestWork(gate);
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        first.open();
        probe.awaitStarted();
        factoryGate.open();
        submitter.awaitAccepted();
        assertCounts(queue, 1, 0, 0);
        assertThat(queue.snapshot().largest()).isEqualTo(1);
    }

    @Test
    void submit_pausedBeforeTheFailure_staysQueuedForResume() throws Exception {
        final ThreadletQueue queue = buildFlaky(0, 4);
        failAtTheGate();
        final TestWork probe = new TestWork();
        final Submitter submitter = Submitter.starting(queue, probe);
        assertThat(inFactory.await(60, SECONDS)).isTrue();
        queue.pause();
        factoryGate.open();
        submitter.awaitAccepted();
        assertCounts(queue, 0, 0, 1);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.QUEUED);
        threads.recover();
        queue.resume();
        probe.awaitEnded();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }
}

package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threads that were started and end before they take the queue's body, since what the factory wraps around it throws or
 * returns. Each of them is a start that failed: the queue notices by itself, and tries again.
 */
final class DyingThreadsTest extends QueueFixture {
    private final TestThreads threads = new TestThreads();

    /** Holds the threads that are going to die. */
    private final Gate dying = new Gate();

    enum Death {
        THROWS {
            @Override
            void die() {
                throw new IllegalStateException("planned");
            }
        },
        RETURNS {
            @Override
            void die() {}
        };

        abstract void die();
    }

    private static Thread doomed(Death death, @Nullable Gate before) {
        final Thread thread = TestThreads.daemon(
                () -> {
                    if (before != null) {
                        before.passWithoutInterrupts();
                    }
                    death.die();
                },
                0);
        thread.setUncaughtExceptionHandler((dead, planned) -> {}); // so that the log stays short
        return thread;
    }

    private ThreadletQueue ofThreads(int max) {
        return build(sized(0, max).threadFactory(threads));
    }

    private void firstDie(int deaths, Death death) {
        threads.become((body, call) -> call <= deaths ? doomed(death, null) : TestThreads.daemon(body, call));
    }

    /** The first threads die as soon as the gate is opened. */
    private void firstDieAtTheGate(int deaths, Death death) {
        threads.become((body, call) -> call <= deaths ? doomed(death, dying) : TestThreads.daemon(body, call));
    }

    private void allDie(Death death) {
        threads.become((body, call) -> doomed(death, null));
    }

    private void assertLivingAreCounted(ThreadletQueue queue) {
        awaitIdle(queue);
        until(
                "cur is the number of living threads",
                () -> threads.made.stream().filter(Thread::isAlive).count()
                        == queue.snapshot().cur());
    }

    private static void assertRun(List<TestWork> works) {
        TestWork.awaitEnded(works);
        assertThat(works).allSatisfy(work -> {
            assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
            assertThat(work.runs.get()).isOne();
            assertThat(work.completions.get()).isOne();
        });
    }

    /** Run, or failed with a cause since no thread could be started. */
    private static void assertEnded(List<TestWork> works) {
        TestWork.awaitEnded(works);
        assertThat(works).allSatisfy(work -> {
            final boolean run = work.state() == ThreadletWork.State.SUCCEEDED;
            if (!run) {
                assertThat(work.state()).isEqualTo(ThreadletWork.State.FAILED);
                assertThat(work.failure).isNotNull().isNotInstanceOf(CancellationException.class);
            }
            assertThat(work.runs.get()).isEqualTo(run ? 1 : 0);
            assertThat(work.completions.get()).isOne();
        });
    }

    private static boolean isAccepted(ThreadletQueue queue, TestWork work) {
        try {
            queue.submit(work);
            return true;
        } catch (ThreadletRejectedException why) {
            assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.NO_THREAD);
            assertThat(why).hasCauseInstanceOf(Throwable.class);
            return false;
        }
    }

    /** Submits one after the other; those that are rejected must not have been run. */
    private static List<TestWork> acceptedOf(ThreadletQueue queue, int works) {
        final List<TestWork> accepted = new ArrayList<>();
        final List<TestWork> rejected = new ArrayList<>();
        for (TestWork work : TestWork.several(works, null)) {
            (isAccepted(queue, work) ? accepted : rejected).add(work);
        }
        assertThat(rejected).allSatisfy(work -> {
            assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
            assertThat(work.runs.get()).isZero();
            assertThat(work.completions.get()).isZero();
        });
        return accepted;
    }

    /** A queue whose threads no longer die runs what it is given, once it has found that out. */
    private void assertGoesOn(ThreadletQueue queue) {
        until("a work is run", () -> {
            final TestWork work = new TestWork();
            if (!isAccepted(queue, work)) {
                return false;
            }
            assertEnded(List.of(work));
            return work.state() == ThreadletWork.State.SUCCEEDED;
        });
        assertLivingAreCounted(queue);
    }

    /** Nobody touches the queue after the submission. */
    @ParameterizedTest
    @EnumSource
    void submit_onlyThreadDies_workIsRunByTheNext(Death death) {
        final ThreadletQueue queue = ofThreads(1);
        firstDie(1, death);
        final TestWork work = new TestWork();
        queue.submit(work);
        assertRun(List.of(work));
        assertLivingAreCounted(queue);
        assertCounts(queue, 1, 1, 0);
    }

    @ParameterizedTest
    @EnumSource
    void submit_onlyThreadDies_futureIsCompleted(Death death) throws Exception {
        final ThreadletQueue queue = ofThreads(1);
        firstDie(1, death);
        assertThat(queue.submit(() -> 42).get(60, SECONDS)).isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource
    void submit_onlyThreadDiesTwice_workEndsAndQueueGoesOn(Death death) {
        final ThreadletQueue queue = ofThreads(1);
        firstDie(2, death);
        final TestWork work = new TestWork();
        queue.submit(work);
        assertEnded(List.of(work));
        assertGoesOn(queue);
    }

    @ParameterizedTest
    @EnumSource
    void submit_onlyThreadDiesManyTimes_worksEndAndQueueGoesOn(Death death) {
        final ThreadletQueue queue = ofThreads(1);
        firstDie(10, death);
        assertEnded(acceptedOf(queue, 100));
        assertGoesOn(queue);
    }

    @ParameterizedTest
    @EnumSource
    void submit_threadsAlwaysDie_worksFailWithACause(Death death) throws Exception {
        for (int max : new int[] {1, 8}) {
            final ThreadletQueue queue = ofThreads(max);
            allDie(death);
            final List<TestWork> accepted = acceptedOf(queue, 100);
            assertEnded(accepted);
            assertThat(accepted).allMatch(work -> work.state() == ThreadletWork.State.FAILED);
            awaitCur(queue, 0);
            assertCounts(queue, 0, 0, 0);
            queue.shutdown();
            assertThat(queue.awaitTermination(LONG)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void submit_twoOfEightThreadsDie_allWorksAreRun(Death death) {
        final ThreadletQueue queue = ofThreads(8);
        firstDieAtTheGate(2, death);
        final List<TestWork> works = TestWork.several(100, null);
        works.forEach(queue::submit);
        dying.open();
        assertRun(works);
        assertLivingAreCounted(queue);
    }

    /** With works that wait, those who died are replaced while the others are busy. */
    @ParameterizedTest
    @EnumSource
    void submit_someOfEightThreadsDie_othersAreStartedInTheirPlace(Death death) {
        for (int deaths : new int[] {1, 2, 7}) {
            final ThreadletQueue queue = ofThreads(8);
            final Gate busy = new Gate();
            final Gate theirs = new Gate();
            final int before = threads.calls();
            threads.become((body, call) ->
                    call - before <= deaths ? doomed(death, theirs) : TestThreads.daemon(body, call - before));
            final List<TestWork> works = TestWork.several(100, busy);
            works.forEach(queue::submit);
            theirs.open();
            until(
                    "eight works run at once",
                    () -> works.stream().filter(TestWork::hasStarted).count() == 8);
            busy.open();
            assertRun(works);
            awaitIdle(queue);
        }
    }

    @ParameterizedTest
    @EnumSource
    void submit_threadsDieWhileOthersSubmit_eachAcceptedWorkEndsOnce(Death death) {
        for (int deaths : new int[] {1, 2, 10}) {
            final ThreadletQueue queue = ofThreads(8);
            final int before = threads.calls();
            threads.become((body, call) ->
                    call - before <= deaths ? doomed(death, null) : TestThreads.daemon(body, call - before));
            final List<TestWork> accepted = acceptedOf(queue, 100);
            assertEnded(accepted);
            assertThat(queue.snapshot().submitted()).isEqualTo(accepted.size());
            assertThat(queue.snapshot().rejected()).isEqualTo(100 - accepted.size());
            until("a work is run", () -> {
                final TestWork work = new TestWork();
                if (isAccepted(queue, work)) {
                    work.awaitEnded();
                }
                return work.state() == ThreadletWork.State.SUCCEEDED;
            });
            awaitIdle(queue);
        }
    }

    /** Who waits for room gets it, or hears that there is no thread; he does not wait for a thread that is dead. */
    @ParameterizedTest
    @EnumSource
    void submit_blockedAndOnlyThreadDies_submitterGoesOn(Death death) throws Exception {
        final ThreadletQueue queue =
                build(sized(0, 1).capacity(1).onFull(OnFull.BLOCK).threadFactory(threads));
        firstDieAtTheGate(1, death);
        final List<TestWork> works = TestWork.several(3, null);
        queue.submit(works.get(0));
        queue.submit(works.get(1));
        final Submitter blocked = Submitter.blockedIn(queue, works.get(2));
        dying.open();
        blocked.awaitEnd();
        if (blocked.thrown != null) {
            blocked.awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
            assertThat(works.get(2).state()).isEqualTo(ThreadletWork.State.NEW);
        } else {
            assertRun(works.subList(2, 3));
        }
        assertRun(works.subList(0, 2));
        assertLivingAreCounted(queue);
    }

    @ParameterizedTest
    @EnumSource
    void resume_firstThreadDies_waitingWorksAreRun(Death death) {
        final ThreadletQueue queue = ofThreads(2);
        firstDie(1, death);
        queue.pause();
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        queue.resume();
        assertRun(works);
        assertLivingAreCounted(queue);
    }

    @ParameterizedTest
    @EnumSource
    void build_prestartedThreadsDie_countsAreRestored(Death death) {
        allDie(death);
        final ThreadletQueue queue = build(sized(2, 2).prestart(true).threadFactory(threads));
        awaitCur(queue, 0);
        threads.recover();
        assertGoesOn(queue);
    }

    @ParameterizedTest
    @EnumSource
    void dequeue_workOfAThreadThatDies_countsAreRestored(Death death) {
        final ThreadletQueue queue = ofThreads(1);
        firstDieAtTheGate(1, death);
        final TestWork work = new TestWork();
        queue.submit(work);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        dying.open();
        awaitCur(queue, 0);
        assertThat(work.runs.get()).isZero();
        assertThat(work.completions.get()).isOne();
        assertGoesOn(queue);
    }

    @ParameterizedTest
    @EnumSource
    void shutdown_onlyThreadDies_workIsRunAndQueueTerminates(Death death) throws Exception {
        final ThreadletQueue queue = ofThreads(1);
        firstDieAtTheGate(1, death);
        final TestWork work = new TestWork();
        queue.submit(work);
        queue.shutdown();
        dying.open();
        assertRun(List.of(work));
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertCounts(queue, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNow_onlyThreadDies_workIsReturnedAndQueueTerminates(Death death) throws Exception {
        final ThreadletQueue queue = ofThreads(1);
        firstDieAtTheGate(1, death);
        final TestWork work = new TestWork();
        queue.submit(work);
        assertThat(queue.shutdownNow()).containsExactly(work);
        dying.open();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        assertThat(work.runs.get()).isZero();
    }
}

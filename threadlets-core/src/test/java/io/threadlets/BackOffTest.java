package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When the next start is tried after one that failed: after a delay that doubles from 1 ms to 1 s, by itself while
 * works wait, and not with every submission.
 */
final class BackOffTest extends QueueFixture {
    /** Far more starts than such delays leave room for, and far fewer than there are submissions. */
    private static final int FEW = 100;

    private static final int MANY = 200_000;

    private final TestThreads threads = new TestThreads();

    /** Of the factory; each failure is an error of its own. */
    private final AtomicReference<@Nullable Throwable> lastFailure = new AtomicReference<>();

    private ThreadletQueue ofThreads(int max) {
        return build(sized(0, max).threadFactory(threads));
    }

    private void fail() {
        threads.become((body, call) -> {
            final OutOfMemoryError failure = TestThreads.noMemory();
            lastFailure.set(failure);
            throw failure;
        });
    }

    private void failAtFirst(int failures) {
        final int before = threads.calls();
        threads.become((body, call) -> {
            if (call - before <= failures) {
                throw TestThreads.noMemory();
            }
            return TestThreads.daemon(body, call);
        });
    }

    /** Tries until the queue has found that threads can be started again. */
    private static TestWork awaitAccepted(ThreadletQueue queue) {
        final TestWork work = new TestWork();
        until("a work is accepted", () -> {
            try {
                queue.submit(work);
                return true;
            } catch (ThreadletRejectedException why) {
                assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.NO_THREAD);
                return false;
            }
        });
        return work;
    }

    @Test
    void submit_factoryFailsAndAThreadLives_allAreAcceptedAndFewStartsTried() {
        final ThreadletQueue queue = ofThreads(4);
        occupy(queue, 1);
        fail();
        final int before = threads.calls();
        final CountDownLatch run = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            queue.executor().execute(run::countDown);
        }
        assertCounts(queue, 1, 0, MANY);
        assertThat(queue.snapshot().rejected()).isZero();
        assertThat(threads.calls() - before).isBetween(1, FEW);
        threads.recover(); // from here on nobody calls the queue, and the living thread is busy
        Waits.await(run);
        awaitCur(queue, 4);
    }

    @Test
    void finish_factoryFails_fewStartsTried() {
        final ThreadletQueue queue = ofThreads(2);
        occupy(queue, 1);
        fail();
        final int before = threads.calls();
        final CountDownLatch run = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            queue.executor().execute(run::countDown);
        }
        gate.open(); // the living thread runs them all
        Waits.await(run);
        assertThat(threads.calls() - before).isBetween(1, FEW);
    }

    @Test
    void submit_factoryFailsManyTimesAndAThreadLives_worksAreStartedByThemselvesInTheEnd() {
        final ThreadletQueue queue = ofThreads(4);
        occupy(queue, 1);
        failAtFirst(8);
        final List<TestWork> works = TestWork.several(3, gate);
        works.forEach(queue::submit);
        TestWork.awaitStarted(works);
        assertCounts(queue, 4, 0, 0);
    }

    @Test
    void submit_noThreadLives_isRejectedWithTheCause() {
        final ThreadletQueue queue = ofThreads(4);
        fail();
        assertRejected(queue);
        assertThat(threads.calls()).isOne();
        assertCounts(queue, 0, 0, 0);
    }

    private void assertRejected(ThreadletQueue queue) {
        final TestWork work = new TestWork();
        try {
            queue.submit(work);
        } catch (ThreadletRejectedException why) {
            assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.NO_THREAD);
            assertThat(why.getCause()).isSameAs(lastFailure.get());
            assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
            return;
        }
        throw new AssertionError("accepted without a thread: " + work.state());
    }

    @Test
    void submit_noThreadLivesAndAStartHasFailed_isRejectedWithTheLastCauseAndFewStartsTried() {
        final ThreadletQueue queue = ofThreads(4);
        fail();
        for (int i = 0; i < 10_000; i++) {
            assertRejected(queue);
        }
        assertThat(threads.calls()).isBetween(1, FEW);
        assertThat(queue.snapshot().rejected()).isEqualTo(10_000);
        threads.recover();
        awaitAccepted(queue).awaitEnded();
    }

    /** A thread that took its body ends the delay: what fails next is tried when it is needed, and is news. */
    @Test
    void submit_aThreadHasWorkedSinceTheFailure_startIsTriedAtOnce() {
        final ThreadletQueue queue = ofThreads(4);
        for (int round = 0; round < 3; round++) {
            fail();
            final int before = threads.calls();
            assertRejected(queue);
            assertThat(threads.calls() - before).isOne();
            for (int i = 0; i < 1_000; i++) {
                assertRejected(queue);
            }
            threads.recover();
            awaitAccepted(queue).awaitEnded();
            queue.pause();
            awaitCur(queue, 0);
            queue.resume();
        }
    }

    @Test
    void resume_startFails_doesNotThrow() {
        final ThreadletQueue queue = ofThreads(4);
        queue.pause();
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        fail();
        assertThatCode(queue::resume).doesNotThrowAnyException();
        TestWork.awaitEnded(works);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.FAILED && work.failure != null);
        assertCounts(queue, 0, 0, 0);
    }

    @Test
    void resume_startFailsOnce_waitingWorksAreRunByTheNext() {
        final ThreadletQueue queue = ofThreads(4);
        queue.pause();
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        failAtFirst(1);
        assertThatCode(queue::resume).doesNotThrowAnyException();
        TestWork.awaitEnded(works);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.SUCCEEDED && work.runs.get() == 1);
    }

    @Test
    void resize_startFails_doesNotThrowAndIsTriedAgain() {
        final ThreadletQueue queue = ofThreads(1);
        occupy(queue, 1);
        final List<TestWork> works = TestWork.several(3, gate);
        works.forEach(queue::submit);
        failAtFirst(3);
        assertThatCode(() -> queue.resize(2, 4)).doesNotThrowAnyException();
        TestWork.awaitStarted(works);
        assertCounts(queue, 4, 0, 0);
    }

    @Test
    void build_prestartFails_doesNotThrow() {
        fail();
        final ThreadletQueue queue = build(sized(4, 4).prestart(true).threadFactory(threads));
        assertCounts(queue, 0, 0, 0);
        threads.recover();
        awaitAccepted(queue).awaitEnded();
    }

    /** What was accepted is still run by the next start, beside a thread that is busy. */
    @Test
    void shutdown_duringTheDelay_waitingWorksAreRun() {
        final ThreadletQueue queue = ofThreads(4);
        occupy(queue, 1);
        fail();
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        queue.shutdown();
        threads.recover();
        TestWork.awaitEnded(works);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.SUCCEEDED);
        assertThat(queue.isTerminated()).isFalse();
    }

    @Test
    void shutdownNow_duringTheDelay_queueTerminates() throws Exception {
        final ThreadletQueue queue = ofThreads(4);
        occupy(queue, 1);
        fail();
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        assertThat(queue.shutdownNow()).containsExactlyElementsOf(works);
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertCounts(queue, 0, 0, 0);
    }

    /** A pause stops it, and a resume tries again. */
    @Test
    void pause_duringTheDelay_nothingStartsUntilResume() {
        final ThreadletQueue queue = ofThreads(4);
        occupy(queue, 1);
        fail();
        final TestWork work = new TestWork();
        queue.submit(work);
        queue.pause();
        threads.recover();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.QUEUED);
        queue.resume();
        work.awaitEnded();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }
}

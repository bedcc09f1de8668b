package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Starts that take long, in the factory or in what it wraps around the body, do not wait for one another. */
final class SlowStartsTest extends QueueFixture {
    /** How many starts take long at the same time. */
    private static final int SLOW = 3;

    private final TestThreads threads = new TestThreads();

    /** Holds the starts that take long. */
    private final Gate slow = new Gate();

    @AfterEach
    void letAllThreadsStart() {
        slow.open();
    }

    private ThreadletQueue ofThreads(int max) {
        return build(sized(0, max).threadFactory(threads));
    }

    private void firstCallsBlock() {
        threads.become((body, call) -> {
            if (call <= SLOW) {
                slow.pass();
            }
            return TestThreads.daemon(body, call);
        });
    }

    private static Thread initialising(Runnable before, Runnable body, int call) {
        return TestThreads.daemon(
                () -> {
                    before.run();
                    body.run();
                },
                call);
    }

    private void firstThreadsInitialiseLong() {
        threads.become((body, call) ->
                call <= SLOW ? initialising(slow::passWithoutInterrupts, body, call) : TestThreads.daemon(body, call));
    }

    /** All threads must come before any of them goes on. */
    private void threadsMeet(int count) {
        final CyclicBarrier together = new CyclicBarrier(count);
        threads.become((body, call) -> initialising(() -> Waits.await(together), body, call));
    }

    /** Works that stay, and count when they have begun. It does not matter which thread begins which of them. */
    private List<TestWork> blocking(int works, CountDownLatch begun) {
        final List<TestWork> several = new ArrayList<>();
        for (int i = 0; i < works; i++) {
            several.add(new TestWork(gate) {
                @Override
                protected void run() throws Exception {
                    begun.countDown();
                    super.run();
                }
            });
        }
        return several;
    }

    private void assertAllAreRun(List<TestWork> works) {
        slow.open();
        gate.open();
        TestWork.awaitEnded(works);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.SUCCEEDED && work.runs.get() == 1);
    }

    /** Submitters that are held in the factory, each on a thread of its own. */
    private List<Submitter> submitSlowly(ThreadletQueue queue, List<TestWork> works) {
        firstCallsBlock();
        final List<Submitter> submitters =
                works.stream().map(work -> Submitter.starting(queue, work)).toList();
        until("all are in the factory", () -> threads.calls() == works.size());
        return submitters;
    }

    @Test
    void submit_factoryBlocksForOthers_worksAreRun() throws Exception {
        final ThreadletQueue queue = ofThreads(8);
        final List<TestWork> works = TestWork.several(SLOW + 4, null);
        final List<Submitter> slowOnes = submitSlowly(queue, works.subList(0, SLOW));
        for (TestWork work : works.subList(SLOW, works.size())) {
            Submitter.starting(queue, work).awaitAccepted();
            work.awaitEnded();
        }
        assertAllAreRun(works);
        for (Submitter submitter : slowOnes) {
            submitter.awaitAccepted();
        }
    }

    /** As many works are under way as threads could be started. */
    @Test
    void submit_factoryBlocksForOthersAndWorksBlock_othersBegin() throws Exception {
        final ThreadletQueue queue = ofThreads(8);
        final CountDownLatch begun = new CountDownLatch(4);
        final List<TestWork> works = blocking(SLOW + 4, begun);
        final List<Submitter> slowOnes = submitSlowly(queue, works.subList(0, SLOW));
        for (TestWork work : works.subList(SLOW, works.size())) {
            Submitter.starting(queue, work).awaitAccepted();
        }
        Waits.await(begun);
        assertAllAreRun(works);
        for (Submitter submitter : slowOnes) {
            submitter.awaitAccepted();
        }
    }

    @Test
    void submit_severalAtOnce_areInTheFactoryTogether() throws Exception {
        final ThreadletQueue queue = ofThreads(4);
        final CyclicBarrier together = new CyclicBarrier(4);
        threads.become((body, call) -> {
            Waits.await(together);
            return TestThreads.daemon(body, call);
        });
        final List<TestWork> works = TestWork.several(4, gate);
        final List<Submitter> submitters =
                works.stream().map(work -> Submitter.starting(queue, work)).toList();
        for (Submitter submitter : submitters) {
            submitter.awaitAccepted();
        }
        TestWork.awaitStarted(works);
        assertAllAreRun(works);
    }

    @Test
    void submit_threadsInitialiseLong_othersBegin() {
        final ThreadletQueue queue = ofThreads(8);
        firstThreadsInitialiseLong();
        final CountDownLatch begun = new CountDownLatch(4);
        final List<TestWork> works = blocking(SLOW + 4, begun);
        works.forEach(queue::submit);
        Waits.await(begun);
        assertAllAreRun(works);
    }

    @Test
    void submit_allThreadsInitialiseLong_theyDoSoTogether() {
        final ThreadletQueue queue = ofThreads(8);
        threadsMeet(8);
        final List<TestWork> works = TestWork.several(8, gate);
        works.forEach(queue::submit);
        TestWork.awaitStarted(works);
        assertAllAreRun(works);
    }

    @Test
    void resume_allThreadsInitialiseLong_theyDoSoTogether() {
        final ThreadletQueue queue = ofThreads(8);
        threadsMeet(8);
        queue.pause();
        final List<TestWork> works = TestWork.several(8, gate);
        works.forEach(queue::submit);
        queue.resume();
        TestWork.awaitStarted(works);
        assertAllAreRun(works);
    }

    @Test
    void resize_allThreadsInitialiseLong_theyDoSoTogether() {
        final ThreadletQueue queue = ofThreads(1);
        final List<TestWork> works = occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(7, gate);
        waiting.forEach(queue::submit);
        threadsMeet(7);
        queue.resize(0, 8);
        TestWork.awaitStarted(waiting);
        assertAllAreRun(works);
        assertAllAreRun(waiting);
    }

    @Test
    void build_prestartedThreadsInitialiseLong_theyDoSoTogether() {
        threadsMeet(4);
        final ThreadletQueue queue = build(sized(4, 4).prestart(true).threadFactory(threads));
        final List<TestWork> works = TestWork.several(4, gate);
        works.forEach(queue::submit);
        TestWork.awaitStarted(works);
        assertAllAreRun(works);
    }

    /** A thread that gets free takes the work for which another one is still being made. */
    @Test
    void submit_threadInitialisesLong_workIsTakenByWhoIsFree() {
        final ThreadletQueue queue = ofThreads(2);
        final Gate first = new Gate();
        final TestWork busy = new TestWork(first);
        queue.submit(busy);
        busy.awaitStarted();
        threads.become((body, call) -> initialising(slow::passWithoutInterrupts, body, call));
        final TestWork work = new TestWork();
        queue.submit(work);
        slow.awaitEntered();
        first.open();
        work.awaitEnded();
        assertAllAreRun(List.of(busy, work));
    }

    /** Nobody waits for the thread that is still on its way. */
    @Test
    void resize_onlyThreadInitialisesLong_anotherRunsTheWorks() {
        final ThreadletQueue queue = ofThreads(1);
        threads.become((body, call) ->
                call == 1 ? initialising(slow::passWithoutInterrupts, body, call) : TestThreads.daemon(body, call));
        final List<TestWork> works = TestWork.several(10, null);
        works.forEach(queue::submit);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.QUEUED);
        queue.resize(1, 2);
        TestWork.awaitEnded(works.subList(1, 10));
        assertAllAreRun(works);
    }
}

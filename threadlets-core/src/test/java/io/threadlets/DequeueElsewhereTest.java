package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a queue says of a work that is another queue's now: nothing of what goes on there. */
final class DequeueElsewhereTest extends QueueFixture {
    private final ThreadletQueue here = build(named("here"));
    private final ThreadletQueue neither = build(named("neither"));

    private static ThreadletListener heldIn(Gate submitted) {
        return new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                submitted.passWithoutInterrupts();
            }
        };
    }

    private TestWork endedHere(TestWork work) {
        here.submit(work);
        work.awaitEnded();
        awaitIdle(here);
        assertThat(here.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        return work;
    }

    @Test
    void dequeue_listenerOfAnotherQueueHearsOfTheSubmission_doesNotSayRunning() throws Exception {
        final Gate hearing = new Gate();
        final ThreadletQueue there = build(named("there").listener(heldIn(hearing)));
        final TestWork work = endedHere(new TestWork());
        final Submitter submitter = Submitter.starting(there, work);
        hearing.awaitEntered();
        assertThat(here.dequeue(work)).isIn(DequeueResult.FINISHED, DequeueResult.NOT_QUEUED);
        assertThat(neither.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        hearing.open();
        submitter.awaitAccepted();
        until("it ran there", () -> there.snapshot().succeeded() == 1);
        assertThat(here.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(work.runs.get()).isEqualTo(2);
    }

    @Test
    void dequeue_anotherQueueIsStartingAThreadForIt_doesNotSayRunning() throws Exception {
        final Gate factory = new Gate();
        final TestThreads threads = new TestThreads((body, call) -> {
            factory.pass();
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue there = build(named("there").threadFactory(threads));
        final TestWork work = endedHere(new TestWork());
        final Submitter submitter = Submitter.starting(there, work);
        factory.awaitEntered();
        assertThat(here.dequeue(work)).isIn(DequeueResult.FINISHED, DequeueResult.NOT_QUEUED);
        assertThat(neither.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        factory.open();
        submitter.awaitAccepted();
    }

    @Test
    void dequeue_submitterIsBlockedAtAnotherQueue_doesNotSayRunning() throws Exception {
        final ThreadletQueue there =
                build(named("there").maxThreads(1).capacity(0).onFull(OnFull.BLOCK));
        occupy(there, 1);
        final TestWork work = endedHere(new TestWork());
        final Submitter submitter = Submitter.blockedIn(there, work);
        assertThat(here.dequeue(work)).isIn(DequeueResult.FINISHED, DequeueResult.NOT_QUEUED);
        assertThat(neither.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        gate.open();
        submitter.awaitAccepted();
    }

    @Test
    void dequeue_queuedOnAnotherQueue_saysNotQueuedAndLeavesItThere() {
        final ThreadletQueue there = build(named("there").maxThreads(1));
        occupy(there, 1);
        final TestWork work = endedHere(new TestWork());
        there.submit(work);
        assertThat(here.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(neither.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.QUEUED);
        assertThat(there.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
    }

    @Test
    void dequeue_runningOnAnotherQueue_saysNotQueued() {
        final ThreadletQueue there = build(named("there"));
        final Gate body = new Gate();
        final TestWork work = new TestWork() {
            @Override
            protected void run() throws Exception {
                if (there.owns(Thread.currentThread())) {
                    body.pass();
                }
                super.run();
            }
        };
        endedHere(work);
        there.submit(work);
        body.awaitEntered();
        assertThat(here.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(neither.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(there.dequeue(work)).isEqualTo(DequeueResult.RUNNING);
        body.open();
    }

    /** Never submitted before, and in the middle of being so. */
    @Test
    void dequeue_firstSubmissionGoesToAnotherQueue_saysNotQueued() throws Exception {
        final Gate hearing = new Gate();
        final ThreadletQueue there = build(named("there").listener(heldIn(hearing)));
        final TestWork work = new TestWork();
        final Submitter submitter = Submitter.starting(there, work);
        hearing.awaitEntered();
        assertThat(here.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        hearing.open();
        submitter.awaitAccepted();
        work.awaitEnded();
    }
}

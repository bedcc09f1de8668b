package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a listener or a factory that takes long may hold up, and what not. */
final class SlowCallbacksTest extends QueueFixture {
    private final Gate slow = new Gate();

    @Test
    void threadStarted_takesLong_anIdleThreadRunsWhatComes() {
        final AtomicInteger started = new AtomicInteger();
        final ThreadletQueue queue = build(sized(0, 2).listener(new ThreadletListener() {
            @Override
            public void threadStarted(Thread thread) {
                if (started.incrementAndGet() == 2) {
                    slow.passWithoutInterrupts();
                }
            }
        }));
        final TestWork first = new TestWork(gate);
        queue.submit(first);
        first.awaitStarted();
        queue.submit(new TestWork()); // starts the second thread, which is held up
        slow.awaitEntered();
        gate.open();
        first.awaitEnded();
        submitAndAwait(queue);
        submitAndAwait(queue);
        slow.open();
        awaitIdle(queue);
    }

    @Test
    void newThread_takesLong_theThreadThatBecomesIdleRunsTheWork() throws Exception {
        final TestThreads threads = new TestThreads((body, call) -> {
            if (call == 2) {
                slow.passWithoutInterrupts();
            }
            return TestThreads.daemon(body, call);
        });
        final ThreadletQueue queue = build(sized(0, 2).threadFactory(threads));
        final TestWork first = new TestWork(gate);
        queue.submit(first);
        first.awaitStarted();
        final TestWork second = new TestWork();
        final Submitter submitter = Submitter.starting(queue, second);
        slow.awaitEntered();
        gate.open();
        second.awaitEnded();
        submitAndAwait(queue);
        slow.open();
        submitter.awaitAccepted();
    }

    @Test
    void submitted_takesLongForOne_othersAreRunMeanwhile() throws Exception {
        final AtomicReference<@Nullable ThreadletWork> held = new AtomicReference<>();
        final ThreadletQueue queue = build(sized(0, 4).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                if (held.compareAndSet(null, work)) {
                    slow.passWithoutInterrupts();
                }
            }
        }));
        final TestWork first = new TestWork();
        final Submitter submitter = Submitter.starting(queue, first);
        slow.awaitEntered();
        submitAndAwait(queue);
        assertThat(first.hasStarted()).isFalse();
        slow.open();
        submitter.awaitAccepted();
        first.awaitEnded();
    }

    @Test
    void submitted_whileTheQueueIsStopped_workIsRejectedAndNotRun() throws Exception {
        final ThreadletQueue queue = build(sized(0, 4).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                slow.passWithoutInterrupts();
            }
        }));
        final TestWork work = new TestWork();
        final Submitter submitter = Submitter.starting(queue, work);
        slow.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        slow.open();
        submitter.awaitRejected(ThreadletRejectedException.Reason.SHUTDOWN);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
        assertThat(work.completions).hasValue(0);
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }

    @Test
    void submitted_whileTheQueueIsShutDown_workIsStillRun() throws Exception {
        final ThreadletQueue queue = build(sized(0, 4).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                slow.passWithoutInterrupts();
            }
        }));
        final TestWork work = new TestWork();
        final Submitter submitter = Submitter.starting(queue, work);
        slow.awaitEntered();
        queue.shutdown();
        assertThat(queue.isTerminated()).isFalse();
        slow.open();
        submitter.awaitAccepted();
        work.awaitEnded();
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }

    @Test
    void threadStopped_takesLong_theNextSubmissionIsAcceptedAndRun() {
        final AtomicInteger stopped = new AtomicInteger();
        final ThreadletQueue queue = build(named("q")
                .maxThreads(1)
                .capacity(0)
                .idleTimeout(java.time.Duration.ofNanos(1))
                .listener(new ThreadletListener() {
                    @Override
                    public void threadStopped(Thread thread) {
                        if (stopped.incrementAndGet() == 1) {
                            slow.passWithoutInterrupts();
                        }
                    }
                }));
        submitAndAwait(queue);
        slow.awaitEntered();
        submitAndAwait(queue);
        slow.open();
    }
}

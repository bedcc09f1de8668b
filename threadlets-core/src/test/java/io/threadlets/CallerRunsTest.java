package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A full queue's work run by its submitter. */
final class CallerRunsTest extends QueueFixture {

    /** A queue in which every further submission is run by its caller. */
    private ThreadletQueue full() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS));
        occupy(queue, 1);
        return queue;
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void submit_full_runsAndCompletesInTheCaller() {
        final ThreadletQueue queue = full();
        final Thread[] completedOn = new Thread[1];
        final TestWork probe = new TestWork() {
            @Override
            protected void run() throws Exception {
                assertThat(state()).isEqualTo(State.RUNNING);
                assertThat(queue.running())
                        .anyMatch(running -> running.work() == this && running.thread() == Thread.currentThread());
                assertThat(queue.dequeue(this)).isEqualTo(DequeueResult.RUNNING);
                super.run();
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                completedOn[0] = Thread.currentThread();
                super.completed(failure);
            }
        };
        queue.submit(probe);
        assertThat(probe.failure).isNull();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        assertThat(probe.thread).isSameAs(Thread.currentThread());
        assertThat(completedOn[0]).isSameAs(Thread.currentThread());
        assertThat(probe.completions.get()).isOne();
        assertThat(queue.dequeue(probe)).isEqualTo(DequeueResult.FINISHED);
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.submitted()).isEqualTo(2);
        assertThat(now.succeeded()).isEqualTo(1);
        assertThat(now.rejected()).isZero();
        assertCounts(queue, 1, 0, 0);
    }

    @Test
    void submit_thereIsAThread_callerDoesNotRun() {
        final ThreadletQueue queue = build(sized(0, 2).capacity(1).onFull(OnFull.CALLER_RUNS));
        occupy(queue, 2);
        final TestWork waiting = new TestWork();
        queue.submit(waiting);
        assertThat(waiting.state()).isEqualTo(ThreadletWork.State.QUEUED);
        final TestWork beyond = new TestWork();
        queue.submit(beyond);
        assertThat(beyond.thread).isSameAs(Thread.currentThread());
    }

    @Test
    void submit_bodyThrows_submitReturnsAndCompletedHearsIt() {
        final ThreadletQueue queue = full();
        final Error thrown = new Error("planned");
        final TestWork probe = new TestWork() {
            @Override
            protected void run() {
                throw thrown;
            }
        };
        queue.submit(probe);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.FAILED);
        assertThat(probe.failure).isSameAs(thrown);
        assertThat(queue.snapshot().failed()).isEqualTo(1);
    }

    @Test
    void submit_callerWasInterrupted_flagIsClearForTheWorkAndKeptForTheCaller() {
        final ThreadletQueue queue = full();
        final TestWork probe = new TestWork();
        Thread.currentThread().interrupt();
        queue.submit(probe);
        assertThat(probe.interrupted).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void shutdownNow_fromTheSubmittedListener_interruptsTheBodyAndNotTheCaller() {
        final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();
        final ThreadletQueue queue =
                build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS).listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work) {
                        final Runnable now = stop.get();
                        if (now != null) {
                            now.run();
                        }
                    }
                }));
        occupy(queue, 1);
        stop.set(queue::shutdownNow);
        final AtomicBoolean interrupted = new AtomicBoolean();
        queue.submit(
                ThreadletWork.of(() -> interrupted.set(Thread.currentThread().isInterrupted())));
        assertThat(interrupted).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void submit_callerWasNotInterrupted_staysSo() {
        final ThreadletQueue queue = full();
        queue.submit(new TestWork());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void cancel_fromAnotherThread_interruptsTheBodyAndNotTheCallerAfterwards() throws Exception {
        final ThreadletQueue queue = full();
        for (int round = 0; round < 100; round++) {
            final CountDownLatch inBody = new CountDownLatch(1);
            final Thread canceller = new Thread(() -> {
                await(inBody);
                queue.running().stream()
                        .map(RunningWork::work)
                        .filter(FutureWork.class::isInstance)
                        .forEach(work -> ((FutureWork<?>) work).future().cancel(true));
            });
            canceller.start();
            final boolean[] interrupted = new boolean[1];
            final ThreadletFuture<?> future = queue.submit(() -> {
                inBody.countDown();
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    interrupted[0] = true;
                }
            });
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            canceller.join();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(interrupted[0]).isTrue();
            assertThat(future.isCancelled()).isTrue();
        }
    }

    /** The cancel arrives around the end of the body: what is too late must not reach the caller. */
    @Test
    void cancel_racingWithTheEnd_neverLeaksToTheCaller() throws Exception {
        final ThreadletQueue queue = full();
        for (int round = 0; round < 2000; round++) {
            final CompletableFuture<ThreadletFuture<?>> running = new CompletableFuture<>();
            final Thread canceller = new Thread(() -> running.join().cancel(true));
            canceller.start();
            final ThreadletFuture<?> ignored = queue.submit(() -> queue.running().stream()
                    .map(RunningWork::work)
                    .filter(FutureWork.class::isInstance)
                    .forEach(work -> running.complete(((FutureWork<?>) work).future())));
            assertThat(ignored.isDone()).isTrue();
            canceller.join();
            assertThat(Thread.interrupted())
                    .as("interrupted in round %d", round)
                    .isFalse();
        }
    }

    @Test
    void shutdownNow_callerRuns_interruptsTheBodyAndNotTheCallerAfterwards() {
        final ThreadletQueue queue = full();
        final TestWork probe = new TestWork(gate) {
            @Override
            protected void run() throws Exception {
                final Thread stopper = new Thread(queue::shutdownNow);
                stopper.start();
                super.run();
            }
        };
        queue.submit(probe);
        assertThat(probe.interrupted).isTrue();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.FAILED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void submit_queueTerminatesBetweenFullAndTheCallersRun_isRejected() {
        final ThreadletQueue queue = full();
        final TestWork probe = new TestWork();
        final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        final Thread submitter = new Thread(() -> thrown.set(catchThrowable(() -> queue.submit(probe)))) {
            @Override // what the caller asks first when the queue is full
            public @Nullable ClassLoader getContextClassLoader() {
                gate.open();
                queue.shutdown();
                until("terminated", queue::isTerminated);
                return super.getContextClassLoader();
            }
        };
        submitter.start();
        Waits.join(submitter);
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        ThreadletRejectedException.class,
                        rejected ->
                                assertThat(rejected.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
        assertThat(probe.runs.get()).isZero();
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.NEW);
    }

    @Test
    void awaitTermination_callerRuns_waitsForIt() {
        final ThreadletQueue queue = full();
        final boolean[] terminated = {true, true};
        final TestWork probe = new TestWork() {
            @Override
            protected void run() throws Exception {
                gate.open();
                queue.shutdown();
                until("the queue's thread has gone", () -> queue.snapshot().cur() == 0);
                terminated[0] = queue.awaitTermination(Duration.ofMillis(1));
                terminated[1] = queue.isTerminated();
            }
        };
        queue.submit(probe);
        assertThat(probe.failure).isNull();
        assertThat(terminated).containsOnly(false);
        until("terminated", queue::isTerminated);
    }

    @Test
    void submit_afterShutdown_isRejectedAndNotRun() {
        final ThreadletQueue queue = full();
        queue.shutdown();
        final TestWork probe = new TestWork();
        assertThatExceptionOfType(ThreadletRejectedException.class)
                .isThrownBy(() -> queue.submit(probe))
                .satisfies(why -> assertThat(why.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
        assertThat(probe.runs.get()).isZero();
    }

    @Test
    void submit_sameWorkFromItsOwnBody_isRefused() {
        final ThreadletQueue queue = full();
        final List<Throwable> thrown = new java.util.ArrayList<>();
        final TestWork probe = new TestWork() {
            @Override
            protected void run() {
                try {
                    queue.submit(this);
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            }
        };
        queue.submit(probe);
        assertThat(thrown).hasSize(1);
        assertThat(probe.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

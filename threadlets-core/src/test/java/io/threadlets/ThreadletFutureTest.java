package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values, failures and {@code cancel}. */
final class ThreadletFutureTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static void assertBalance(ThreadletQueue queue, long succeeded, long failed, long dequeued) {
        Queues.drain(queue);
        final QueueSnapshot end = queue.snapshot();
        assertThat(end.succeeded()).as("succeeded").isEqualTo(succeeded);
        assertThat(end.failed()).as("failed").isEqualTo(failed);
        assertThat(end.dequeued()).as("dequeued").isEqualTo(dequeued);
    }

    // ---- outcomes ----

    @Test
    void get_ofACallable_isItsValue() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.get(60, TimeUnit.SECONDS)).isEqualTo("value");
        assertThat(future.join()).isEqualTo("value");
        assertThat(future.getNow("other")).isEqualTo("value");
        assertThat(future.isCompletedExceptionally()).isFalse();
        assertBalance(queue, 1, 0, 0);
    }

    @Test
    void get_ofARunnable_isNull() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final AtomicInteger runs = new AtomicInteger();
        final ThreadletFuture<?> future = queue.submit((Runnable) runs::incrementAndGet);
        assertThat(future.get(60, TimeUnit.SECONDS)).isNull();
        assertThat(runs).hasValue(1);
    }

    @Test
    void get_ofACallableThatThrows_throwsItWrapped() {
        final ThreadletQueue queue = queues.single("q");
        for (Throwable failure :
                Arrays.asList(new IOException("checked"), new IllegalStateException(), new StackOverflowError())) {
            final ThreadletFuture<String> future = queue.submit(() -> Probe.throwing(failure));
            assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThatThrownBy(future::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(failure);
            assertThat(future.isCompletedExceptionally()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        }
        assertBalance(queue, 0, 3, 0);
    }

    @Test
    void exceptionNow_whereTheJdkHasIt_isTheFailureItself() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Exception failure = new IOException("no");
        final ThreadletFuture<String> failed = queue.submit(() -> Probe.throwing(failure));
        final ThreadletFuture<String> good = queue.submit(() -> "value");
        assertThat(good.get(60, TimeUnit.SECONDS)).isEqualTo("value");
        if (Runtime.version().feature() < 19) {
            assertThat(CompletableFuture.class.getMethods())
                    .extracting("name")
                    .doesNotContain("exceptionNow", "resultNow", "state");
        } else {
            assertThat(CompletableFuture.class.getMethod("exceptionNow").invoke(failed))
                    .isSameAs(failure);
            assertThat(CompletableFuture.class.getMethod("resultNow").invoke(good))
                    .isEqualTo("value");
            assertThat(CompletableFuture.class.getMethod("state").invoke(failed))
                    .hasToString("FAILED");
        }
    }

    @Test
    void get_withATimeoutOnAWorkThatRuns_timesOutAndLeavesItAlone() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<?> future = queue.submit(gate.callable("value"));
        gate.awaitEntered();
        assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        gate.open();
        assertThat(future.join()).isEqualTo("value");
    }

    @Test
    void join_afterShutdownNowOfAQueuedTask_isCancelled() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<?> running = queue.submit(gate.callable("value"));
        final ThreadletFuture<String> queued = queue.submit(() -> "value");
        gate.awaitEntered();
        assertThat(queue.shutdownNow()).hasSize(1);
        assertThat(queued).isCancelled();
        assertThatThrownBy(queued::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(running::join).hasCauseInstanceOf(InterruptedException.class);
        assertThat(running).isNotCancelled();
        assertBalance(queue, 0, 1, 1);
    }

    @Test
    void join_afterTheQueueTookTheWorkBack_isCancelled() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ThreadletFuture<String> queued = queue.submit(() -> "value");
        final ThreadletWork work = queue.queued(1).get(0).work();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queued).isCancelled();
    }

    @Test
    void submit_thatIsRejected_throwsAndRunsNothing() {
        final ThreadletQueue queue = queues.single("q");
        queue.shutdown();
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        assertThatThrownBy(() -> queue.submit(task)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(runs).hasValue(0);
    }

    // ---- cancel ----

    @Test
    void cancel_ofAQueuedTask_takesItBack() {
        for (boolean interrupt : new boolean[] {false, true}) {
            final ThreadletQueue queue =
                    queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(1));
            final Gate gate = Queues.occupy(queue);
            final AtomicInteger runs = new AtomicInteger();
            final ThreadletFuture<Integer> future = queue.submit((Callable<Integer>) runs::incrementAndGet);
            assertThat(future.cancel(interrupt)).isTrue();
            assertThat(queue.snapshot().queued()).isZero();
            assertThat(queue.snapshot().dequeued()).isOne();
            assertThat(future).isCancelled();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            final ThreadletFuture<String> next = queue.submit(() -> "there is room");
            gate.open();
            assertThat(next.join()).isEqualTo("there is room");
            assertThat(runs).hasValue(0);
            assertBalance(queue, 2, 0, 1);
        }
    }

    @Test
    void cancel_withoutInterruptOfARunningTask_letsItGoOn() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final AtomicInteger after = new AtomicInteger();
        final ThreadletFuture<Integer> future = queue.submit(() -> {
            gate.pass();
            return after.incrementAndGet();
        });
        gate.awaitEntered();
        assertThat(future.cancel(false)).isTrue();
        assertThat(future).isCancelled();
        assertThat(queue.running()).hasSize(1);
        gate.open();
        assertBalance(queue, 1, 0, 0);
        assertThat(after).hasValue(1);
        assertThat(future).isCancelled();
    }

    @Test
    void cancel_withInterruptOfARunningTask_interruptsItAlone() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate other = Queues.occupy(queue);
        final Gate gate = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final ThreadletFuture<?> future = queue.submit(() -> {
            try {
                gate.pass();
                return "not interrupted";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        Waits.await(interrupted);
        assertThat(queue.running()).extracting(RunningWork::description).contains("occupant");
        other.open();
        assertBalance(queue, 1, 1, 0);
        assertThat(queues.noneUncaught()).as("what was asked for is no news").isTrue();
    }

    @Test
    void cancel_twice_saysCancelledAndMayInterruptTheSecondTime() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<?> future = queue.submit(gate.callable("value"));
        gate.awaitEntered();
        assertThat(future.cancel(false)).isTrue();
        assertThat(future.cancel(true)).isTrue();
        assertBalance(queue, 0, 1, 0);
    }

    @Test
    void cancel_ofAQueuedTaskTwice_takesItBackOnce() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.cancel(false)).isTrue();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        assertBalance(queue, 1, 0, 1);
    }

    @Test
    void cancel_afterTheEnd_changesNothing() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.join()).isEqualTo("value");
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.join()).isEqualTo("value");
        assertBalance(queue, 1, 0, 0);
    }

    @Test
    void cancel_withInterruptFromTheTaskItself_leavesNothingToTheNext() {
        final ThreadletQueue queue = queues.single("q");
        final CompletableFuture<ThreadletFuture<Boolean>> self = new CompletableFuture<>();
        final ThreadletFuture<Boolean> future = queue.submit(
                () -> self.join().cancel(true) && Thread.currentThread().isInterrupted());
        self.complete(future);
        assertThat(queue.submit(() -> Thread.currentThread().isInterrupted()).join())
                .isFalse();
        assertThat(future).isCancelled();
        assertBalance(queue, 2, 0, 0);
    }

    @Test
    void cancel_beforeListenersHeardOfTheStart_reachesTheBody() {
        final Gate gate = new Gate();
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
                    @Override
                    public void started(ThreadletWork work, long waitedNanos) {
                        gate.passWithoutInterrupts();
                    }
                }));
        final CompletableFuture<Boolean> seen = new CompletableFuture<>();
        final ThreadletFuture<?> future = queue.submit(
                (Runnable) () -> seen.complete(Thread.currentThread().isInterrupted()));
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        assertThat(seen.join()).as("interrupt status at the start").isTrue();
    }

    @Test
    void cancel_ofAQueuedTask_completesDependentsWithTheCancellation() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        final CompletableFuture<String> derived = future.thenApply(value -> value + "!");
        assertThat(future.cancel(false)).isTrue();
        assertThatThrownBy(derived::join).hasCauseInstanceOf(CancellationException.class);
    }
}

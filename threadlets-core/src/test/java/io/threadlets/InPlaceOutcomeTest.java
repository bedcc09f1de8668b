package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.Inside.Where;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What who waits for a work of its own queue gets: its value, its failure, or what somebody else made of it. */
@Timeout(60)
final class InPlaceOutcomeTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static void assertEnded(ThreadletQueue queue, long succeeded, long failed, long dequeued) {
        final QueueSnapshot now = queue.snapshot();
        assertThat(List.of(now.succeeded(), now.failed(), now.dequeued()))
                .as("succeeded, failed, dequeued of %s", now)
                .containsExactly(succeeded, failed, dequeued);
    }

    @ParameterizedTest
    @EnumSource
    void wait_forAWorkThatThrows_throwsThatWrappedAndTheOuterGoesOn(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final ThreadletQueue queue = inside.queue;
        inside.run(() -> {
            for (Throwable failure : List.of(
                    new IOException("checked"),
                    new IllegalStateException("unchecked"),
                    new StackOverflowError("deep"))) {
                final ThreadletFuture<String> gotten = queue.submit(() -> Probe.throwing(failure));
                assertThatThrownBy(gotten::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCause(failure);
                final ThreadletFuture<String> timed = queue.submit(() -> Probe.throwing(failure));
                assertThatThrownBy(() -> timed.get(60, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCause(failure);
                final ThreadletFuture<String> joined = queue.submit(() -> Probe.throwing(failure));
                assertThatThrownBy(joined::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCause(failure);
            }
            assertEnded(queue, 0, 9, 0);
        });
        assertThat(queues.noneUncaught()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAWorkThatThrowsAnInterruptedException_doesNotInterruptTheOuter(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final InterruptedException failure = new InterruptedException("without an interrupt");
        inside.run(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(() -> Probe.throwing(failure));
            assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAFutureThatWasCancelledMeanwhile_isCancelledAndRunsNothing(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger runs = new AtomicInteger();
        inside.run(() -> {
            final ThreadletFuture<Integer> future = inside.queue.submit(runs::incrementAndGet);
            Waits.join(Waits.start(() -> future.cancel(false)));
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            assertEnded(inside.queue, 0, 0, 1);
        });
        inside.drain();
        assertThat(runs).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAFutureThatWasCompletedMeanwhile_givesThatAndRunsNothing(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger runs = new AtomicInteger();
        inside.run(() -> {
            final ThreadletFuture<Integer> future = inside.queue.submit(runs::incrementAndGet);
            Waits.join(Waits.start(() -> future.complete(17)));
            assertThat(future.get()).isEqualTo(17);
            assertEnded(inside.queue, 0, 0, 1);
        });
        inside.drain();
        assertThat(runs).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAWorkThatWasDequeuedMeanwhile_isCancelled(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Probe work = Probe.named("inner");
        inside.run(() -> {
            final ThreadletFuture<String> future = inside.queue.futureOf(work);
            work.then(end ->
                    future.completeExceptionally(end.failure() == null ? new AssertionError("it ran") : end.failure()));
            inside.queue.submit(work);
            final List<DequeueResult> results = new ArrayList<>();
            Waits.join(Waits.start(() -> results.add(inside.queue.dequeue(work))));
            assertThat(results).containsExactly(DequeueResult.DEQUEUED);
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        });
        inside.drain();
        assertThat(work.runs()).isZero();
        assertThat(work.ended).hasSize(1);
    }

    /** The value that somebody else gave comes when the body, which is on this thread, has ended. */
    @ParameterizedTest
    @EnumSource
    void get_ofAFutureThatIsCompletedWhileItsBodyRunsHere_givesThat(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final AtomicReference<@Nullable ThreadletFuture<String>> inner = new AtomicReference<>();
        final AtomicInteger ends = new AtomicInteger();
        final Inside.Outer<String> outer = inside.start(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(() -> {
                body.pass();
                ends.incrementAndGet();
                return "own";
            });
            inner.set(future);
            final String value = future.get();
            assertThat(ends).hasValue(1);
            return value;
        });
        body.awaitEntered();
        final ThreadletFuture<String> future = inner.get();
        assertThat(future != null && future.complete("other")).isTrue();
        body.open();
        assertThat(outer.await()).isEqualTo("other");
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAFutureThatIsCancelledWhileItsBodyRunsHere_isCancelled(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final AtomicReference<@Nullable ThreadletFuture<String>> inner = new AtomicReference<>();
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(body.callable("value"));
            inner.set(future);
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        body.awaitEntered();
        final ThreadletFuture<String> future = inner.get();
        assertThat(future != null && future.cancel(false)).isTrue();
        body.open();
        assertThat(outer.await()).isFalse();
        inside.drain();
        assertEnded(inside.queue, where == Where.OWN_THREAD ? 2 : 3, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAFutureThatHasTimedOutInTheQueue_failsAndRunsNothing(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger runs = new AtomicInteger();
        inside.run(() -> {
            final ThreadletFuture<Integer> future = inside.queue.submit(runs::incrementAndGet);
            assertThat(future.orTimeout(1, TimeUnit.NANOSECONDS)).isSameAs(future);
            Waits.until("it has timed out", future::isDone);
            assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
        });
        inside.drain();
        assertThat(runs).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAQueuedFutureThatIsDoneInTheEnd_doesNotRunItAgain(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger runs = new AtomicInteger();
        inside.run(() -> {
            final ThreadletFuture<Integer> future = inside.queue.submit(runs::incrementAndGet);
            for (Waiting waiting : Waiting.values()) {
                assertThat(waiting.on(future)).isOne();
            }
        });
        inside.drain();
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void shutdown_beforeTheWait_queuedWorkIsStillRunHere(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        inside.run(() -> {
            final ThreadletFuture<Thread> future = inside.queue.submit(Thread::currentThread);
            inside.queue.shutdown();
            assertThat(inside.queue.isTerminated()).isFalse();
            assertThat(future.get()).isSameAs(Thread.currentThread());
        });
    }

    @ParameterizedTest
    @EnumSource
    void shutdownNow_beforeTheWait_futureIsCancelled(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        inside.run(() -> {
            final ThreadletFuture<Thread> future = inside.queue.submit(Thread::currentThread);
            assertThat(inside.queue.shutdownNow()).hasSize(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        });
    }
}

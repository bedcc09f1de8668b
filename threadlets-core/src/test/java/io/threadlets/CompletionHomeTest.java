package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletWork.State;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Delivery of {@code completed} on a home executor, whatever that does with it. */
final class CompletionHomeTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** An executor that keeps what it is given. */
    private static final class Keeping implements Executor {
        final BlockingQueue<Runnable> kept = new LinkedBlockingQueue<>();

        @Override
        public void execute(Runnable command) {
            kept.add(command);
        }
    }

    @Test
    void completed_withAHome_isLeftToIt() {
        final ThreadletQueue queue = queues.single("q");
        final Keeping home = new Keeping();
        final Exception failure = new Exception("no");
        final Probe good = Probe.named("good");
        final Probe bad = Probe.failing("bad", failure);
        for (Probe work : List.of(good, bad)) {
            queue.submit(work, home);
            final Runnable delivery = Waits.take(home.kept);
            assertThat(work.state()).isIn(State.SUCCEEDED, State.FAILED);
            assertThat(work.ended).isEmpty();
            delivery.run();
            assertThat(work.awaitEnd().thread()).isSameAs(Thread.currentThread());
        }
        Queues.drain(queue);
        assertThat(home.kept).isEmpty();
    }

    @Test
    void completed_withAHomeAfterDequeue_isHandedToItBeforeDequeueReturns() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final Keeping home = new Keeping();
        final Probe dequeued = Probe.named("dequeued");
        final Probe stopped = Probe.named("stopped");
        queue.submit(dequeued, home);
        queue.submit(stopped, home);
        queue.dequeue(dequeued);
        assertThat(home.kept).hasSize(1);
        queue.shutdownNow();
        assertThat(home.kept).hasSize(2);
        assertThat(dequeued.ended).isEmpty();
        home.kept.forEach(Runnable::run);
        assertThat(List.of(dequeued, stopped))
                .allSatisfy(work -> assertThat(work.awaitEnd().failure()).isInstanceOf(CancellationException.class));
    }

    @Test
    void completed_withAHomeAndRunByTheCaller_isLeftToTheHome() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Keeping home = new Keeping();
        final Probe work = Probe.named("work");
        queue.submit(work, home);
        assertThat(work.runs()).isOne();
        assertThat(work.ended).isEmpty();
        Waits.take(home.kept).run();
        assertThat(work.ended).hasSize(1);
    }

    @Test
    void completed_withAHomeOfAnEarlierSubmission_doesNotUseItAgain() {
        final ThreadletQueue queue = queues.single("q");
        final Keeping home = new Keeping();
        final Probe work = Probe.named("work");
        queue.submit(work, home);
        Waits.take(home.kept).run();
        work.awaitEnd();
        queue.submit(work);
        assertThat(work.awaitEnd().thread().getName()).startsWith("q-");
        assertThat(home.kept).isEmpty();
    }

    @Test
    void completed_withAHomeThatRejects_runsHereOnceAndTheRejectionIsReported() {
        for (Throwable rejection : List.of(new RejectedExecutionException("full"), new StackOverflowError("deep"))) {
            final ThreadletQueue queue = queues.single("q");
            final Exception failure = new Exception("no");
            final Probe work = Probe.failing("work", failure);
            queue.submit(work, throwing(rejection));
            final Probe.Ended end = work.awaitEnd();
            assertThat(end.failure()).isSameAs(failure);
            assertThat(end.thread().getName()).startsWith("q-");
            assertThat(queues.takeUncaught()).isEqualTo(new Queues.Uncaughted(end.thread(), rejection));
            final Probe next = Probe.named("next");
            queue.submit(next);
            assertThat(next.awaitEnd().thread()).isSameAs(end.thread());
            assertThat(work.ended).isEmpty();
        }
    }

    @Test
    void completed_withAHomeThatRejectsOnDequeue_runsInTheDequeuer() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final RuntimeException rejection = new RejectedExecutionException("full");
        final Probe work = Probe.named("work");
        queue.submit(work, throwing(rejection));
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(work.ended).hasSize(1);
        assertThat(work.awaitEnd().thread()).isSameAs(Thread.currentThread());
        assertThat(queues.takeUncaught().failure()).isSameAs(rejection);
    }

    @Test
    void completed_thatThrowsAfterAHomeThatRejects_isReportedToo() {
        final ThreadletQueue queue = queues.single("q");
        final RuntimeException rejection = new RejectedExecutionException("full");
        final RuntimeException thrown = new IllegalStateException("in completed");
        queue.submit(
                Probe.named("work").then(end -> {
                    throw thrown;
                }),
                throwing(rejection));
        assertThat(List.of(
                        queues.takeUncaught().failure(), queues.takeUncaught().failure()))
                .containsExactlyInAnyOrder(rejection, thrown);
    }

    @Test
    void completed_thatThrowsOnADirectHome_isNotCalledTwice() {
        final ThreadletQueue queue = queues.single("q");
        for (Throwable thrown : List.of(new IllegalStateException("in completed"), new AssertionError("as well"))) {
            final Probe work = Probe.named("work").then(end -> Probe.throwing(thrown));
            queue.submit(work, Runnable::run);
            assertThat(queues.takeUncaught().failure()).isSameAs(thrown);
            final Probe next = Probe.named("next");
            queue.submit(next);
            next.awaitEnd();
            assertThat(work.ended).hasSize(1);
        }
    }

    @Test
    void completed_withAHomeThatRunsTheDeliveryTwice_isCalledOnce() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.named("work");
        queue.submit(work, delivery -> {
            delivery.run();
            delivery.run();
        });
        Queues.drain(queue);
        assertThat(work.ended).hasSize(1);
    }

    @Test
    void completed_withAHomeThatRejectsAndRunsLaterAllTheSame_isCalledOnce() {
        final ThreadletQueue queue = queues.single("q");
        final Keeping kept = new Keeping();
        final RuntimeException rejection = new RejectedExecutionException("full");
        final Probe work = Probe.named("work");
        queue.submit(work, delivery -> {
            kept.execute(delivery);
            throw rejection;
        });
        assertThat(queues.takeUncaught().failure()).isSameAs(rejection);
        Waits.take(kept.kept).run();
        assertThat(work.ended).hasSize(1);
    }

    private static Executor throwing(Throwable rejection) {
        return delivery -> Probe.throwing(rejection);
    }
}

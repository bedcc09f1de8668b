package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletWork.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When, where, with what and how often {@code completed} is called. */
final class CompletionTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** A work that reports failures as works do by default. */
    private static final class Plain extends ThreadletWork {
        private final @Nullable Exception failure;

        Plain(@Nullable Exception failure) {
            this.failure = failure;
        }

        @Override
        protected void run() throws Exception {
            if (failure != null) {
                throw failure;
            }
        }
    }

    // ---- without a home ----

    @Test
    void completed_afterASuccess_getsNullOnTheThreadThatRan() {
        final ThreadletQueue queue = queues.single("q");
        final Thread[] ran = new Thread[1];
        final Probe work = new Probe("work", () -> ran[0] = Thread.currentThread());
        queue.submit(work);
        final Probe.Ended end = work.awaitEnd();
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(State.SUCCEEDED);
        assertThat(end.thread()).isSameAs(ran[0]).isNotSameAs(Thread.currentThread());
        Queues.drain(queue);
        assertThat(work.ended).isEmpty();
    }

    @Test
    void completed_afterAFailure_getsIt() {
        final ThreadletQueue queue = queues.single("q");
        final Exception failure = new Exception("no");
        final Probe work = Probe.failing("work", failure);
        queue.submit(work);
        final Probe.Ended end = work.awaitEnd();
        assertThat(end.failure()).isSameAs(failure);
        assertThat(end.state()).isEqualTo(State.FAILED);
        Queues.drain(queue);
        assertThat(work.ended).isEmpty();
    }

    @Test
    void completed_afterDequeue_getsACancellationOnTheDequeuersThreadBeforeItReturns() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final Probe work = Probe.named("work");
        queue.submit(work);
        queue.dequeue(work);
        assertThat(work.ended).singleElement().satisfies(end -> {
            assertThat(end.failure()).isInstanceOf(CancellationException.class).hasMessageContaining("'q'");
            assertThat(end.state()).isEqualTo(State.DEQUEUED);
            assertThat(end.thread()).isSameAs(Thread.currentThread());
        });
    }

    @Test
    void completed_afterShutdownNow_getsACancellationOnThatThreadBeforeItReturns() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final List<Probe> works = List.of(Probe.named("1"), Probe.named("2"), Probe.named("3"));
        works.forEach(queue::submit);
        assertThat(queue.shutdownNow()).containsExactlyElementsOf(works);
        assertThat(works)
                .allSatisfy(work -> assertThat(work.ended).singleElement().satisfies(end -> {
                    assertThat(end.failure()).isInstanceOf(CancellationException.class);
                    assertThat(end.state()).isEqualTo(State.DEQUEUED);
                    assertThat(end.thread()).isSameAs(Thread.currentThread());
                }));
    }

    @Test
    void completed_ofAWorkRunByItsCaller_runsInTheCallerBeforeSubmitReturns() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Exception failure = new Exception("no");
        final Probe good = Probe.named("good");
        final Probe bad = Probe.failing("bad", failure);
        queue.submit(good);
        queue.submit(bad);
        assertThat(good.ended).containsExactly(new Probe.Ended(null, State.SUCCEEDED, Thread.currentThread(), false));
        assertThat(bad.ended).containsExactly(new Probe.Ended(failure, State.FAILED, Thread.currentThread(), false));
    }

    @Test
    void completed_whenTheLastThreadCannotBeStarted_getsTheCauseAndFails() {
        final CountDownLatch asked = new CountDownLatch(1);
        final Gate gate = new Gate();
        final IllegalStateException cause = new IllegalStateException("none left");
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).threadFactory(body -> {
                    asked.countDown();
                    gate.passWithoutInterrupts();
                    throw cause;
                }));
        final Thread first = Waits.start(() -> {
            try {
                queue.submit(Probe.named("first"));
            } catch (ThreadletRejectedException expected) {
                assertThat(expected).hasCause(cause);
            }
        });
        Waits.await(asked);
        final Probe second = Probe.named("second");
        queue.submit(second);
        gate.open();
        final Probe.Ended end = second.awaitEnd();
        Waits.join(first);
        assertThat(end.failure()).isSameAs(cause);
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(second.runs()).isZero();
        assertThat(queue.dequeue(second)).isEqualTo(DequeueResult.FINISHED);
        assertThat(queue.snapshot().failed()).isOne();
    }

    @Test
    void completed_thatThrows_isReportedAndTheThreadGoesOn() {
        final ThreadletQueue queue = queues.single("q");
        final Error thrown = new AssertionError("in completed");
        final Probe bad = Probe.named("bad").then(end -> {
            throw thrown;
        });
        queue.submit(bad);
        final Queues.Uncaughted uncaught = queues.takeUncaught();
        assertThat(uncaught.failure()).isSameAs(thrown);
        final Probe good = Probe.named("good");
        queue.submit(good);
        assertThat(good.awaitEnd().thread()).isSameAs(uncaught.thread());
        assertThat(bad.ended).hasSize(1);
        assertThat(queue.snapshot().succeeded()).isEqualTo(2);
    }

    @Test
    void completed_thatThrowsOnDequeue_isReportedAndDequeueAnswers() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final RuntimeException thrown = new IllegalStateException("in completed");
        final Probe work = Probe.named("work").then(end -> {
            throw thrown;
        });
        queue.submit(work);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queues.takeUncaught()).isEqualTo(new Queues.Uncaughted(Thread.currentThread(), thrown));
        queue.submit(work);
        assertThat(queue.shutdownNow()).containsExactly(work);
        assertThat(queues.takeUncaught().failure()).isSameAs(thrown);
    }

    // ---- the default implementation ----

    @Test
    void completed_byDefault_reportsAFailureToTheUncaughtExceptionHandler() {
        final ThreadletQueue queue = queues.single("q");
        final Exception failure = new Exception("no");
        queue.submit(new Plain(failure));
        final Queues.Uncaughted uncaught = queues.takeUncaught();
        assertThat(uncaught.failure()).isSameAs(failure);
        assertThat(uncaught.thread().getName()).startsWith("q-");
    }

    @Test
    void completed_byDefault_reportsNeitherSuccessNorCancellation() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(new Plain(null));
        queue.submit(new Plain(new CancellationException("given up")));
        final Gate gate = Queues.occupy(queue);
        final Plain dequeued = new Plain(null);
        queue.submit(dequeued);
        queue.dequeue(dequeued);
        gate.open();
        Queues.drain(queue);
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void completed_ofARunnableWork_reportsItsFailure() {
        final RuntimeException failure = new IllegalStateException("no");
        queues.single("q").submit(ThreadletWork.of(() -> {
            throw failure;
        }));
        assertThat(queues.takeUncaught().failure()).isSameAs(failure);
    }

    @Test
    void completed_withAHandlerThatThrows_leavesTheThreadAlive() {
        final List<Throwable> handled = new ArrayList<>();
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).threadFactory(body -> {
                    final Thread thread = new Thread(body, "with handler");
                    thread.setUncaughtExceptionHandler((in, failure) -> {
                        handled.add(failure);
                        throw new IllegalStateException("in the handler");
                    });
                    return thread;
                }));
        final Exception failure = new Exception("no");
        queue.submit(new Plain(failure));
        final Probe next = Probe.named("next");
        queue.submit(next);
        assertThat(next.awaitEnd().thread().getName()).isEqualTo("with handler");
        assertThat(handled).containsExactly(failure);
        assertThat(queue.snapshot().largest()).isOne();
    }

    @Test
    void completed_ofManyWorks_isCalledExactlyOnceEach() {
        final ThreadletQueue queue = queues.ofThreads("q", 3);
        final AtomicInteger completions = new AtomicInteger();
        final List<Probe> works = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            final Probe work = (i % 3 == 0 ? Probe.failing("bad", new Exception("no")) : Probe.named("good"));
            work.then(end -> completions.incrementAndGet());
            works.add(work);
            queue.submit(work);
            if (i % 5 == 0) {
                queue.dequeue(works.get(i - i % 7));
            }
        }
        Queues.drain(queue);
        assertThat(completions).hasValue(works.size());
        assertThat(works)
                .allSatisfy(work -> assertThat(work.ended).singleElement().satisfies(end -> {
                    assertThat(end.state()).isEqualTo(work.state());
                    assertThat(end.failure() == null).isEqualTo(end.state() == State.SUCCEEDED);
                    assertThat(work.runs()).isEqualTo(end.state() == State.DEQUEUED ? 0 : 1);
                }));
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Futures of works of one's own. */
final class BoundFutureTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    private final ThreadletQueue queue = queues.single("q");
    private final Gate gate = new Gate();

    @Test
    void futureOf_workEnds_isNotDoneUntilSomebodyCompletesIt() {
        final Probe work = Probe.named("work");
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(future).isNotDone();
        assertThat(future.complete("value")).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void cancel_workIsQueued_takesItBack() {
        queue.submit(new Probe("first", gate::pass));
        gate.awaitEntered();
        final Probe work = Probe.named("work");
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        assertThat(future.cancel(false)).isTrue();
        assertThat(work.awaitEnd().failure()).isInstanceOf(CancellationException.class);
        assertThat(queue.snapshot().queued()).isZero();
        gate.open();
        Queues.drain(queue);
        assertThat(work.runs()).isZero();
    }

    @Test
    void cancel_withInterruptWhileTheWorkRuns_interruptsItsThread() {
        final Probe work = new Probe("work", gate::pass);
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(work.awaitEnd().failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void cancel_withoutInterruptWhileTheWorkRuns_letsItGoOn() {
        final Probe work = new Probe("work", gate::pass);
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        gate.awaitEntered();
        assertThat(future.cancel(false)).isTrue();
        gate.open();
        assertThat(work.awaitEnd().failure()).isNull();
    }

    @Test
    void complete_beforeTheWorkBegan_takesItBack() {
        queue.submit(new Probe("first", gate::pass));
        gate.awaitEntered();
        final Probe work = Probe.named("work");
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        assertThat(future.complete("other")).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        gate.open();
    }

    @Test
    void cancel_workWasNeverSubmitted_cancelsTheFutureAlone() {
        final Probe work = Probe.named("work");
        final ThreadletFuture<String> future = queue.futureOf(work);
        assertThat(future.cancel(true)).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
    }

    @Test
    void futureOf_workIsRefused_itsStatesStayAsTheyWere() {
        final ThreadletQueue full =
                queues.build(ThreadletQueue.builder("full").maxThreads(1).capacity(0));
        full.submit(new Probe("first", gate::pass));
        gate.awaitEntered();
        final Probe work = Probe.named("work");
        final ThreadletFuture<Boolean> future = full.futureOf(work);
        assertThatThrownBy(() -> full.submit(work)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
        assertThat(future.complete(true)).isTrue();
        gate.open();
    }

    /** The work is neither new nor queued then. */
    @Test
    void futureOf_whileTheWorkIsSubmittedForTheFirstTime_isOneOfTheQueueThatWasAsked() {
        final List<Executor> stages = new CopyOnWriteArrayList<>();
        final ThreadletQueue heard =
                queues.build(ThreadletQueue.builder("heard").listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work) {
                        stages.add(queue.futureOf(work).defaultExecutor());
                    }
                }));
        final Probe work = Probe.named("work");
        heard.submit(work);
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(stages).containsExactly(queue.executor());
    }

    @Test
    void asyncStage_ofAFuture_runsOnTheQueue() {
        final ThreadletFuture<String> future = queue.futureOf(Probe.named("never submitted"));
        future.complete("value");
        assertThat(future.thenApplyAsync(value -> queue.owns(Thread.currentThread()))
                        .join())
                .isTrue();
    }

    @Test
    void asyncStage_ofAWorkThatSaysWhere_runsThereAlsoIfItIsAStageOfAStage() {
        final ThreadletFuture<String> future = queue.futureOf(new WrappingWork());
        final CompletableFuture<String> early =
                future.thenApply(value -> value).thenApplyAsync(value -> value + " " + WrappingWork.INSIDE.get());
        future.complete("value");
        assertThat(early.join()).isEqualTo("value inside");
        assertThat(future.thenApplyAsync(value -> value + " " + WrappingWork.INSIDE.get())
                        .join())
                .isEqualTo("value inside");
        assertThat(queue.submit(() -> "" + WrappingWork.INSIDE.get()).join())
                .as("another work")
                .isEqualTo("null");
    }

    /** Gives its stages something of its own. */
    private static final class WrappingWork extends ThreadletWork {
        private static final ThreadLocal<@Nullable String> INSIDE = new ThreadLocal<>();

        @Override
        protected void run() {}

        @Override
        protected Executor stageExecutor(Executor executor) {
            return command -> executor.execute(() -> {
                INSIDE.set("inside");
                try {
                    command.run();
                } finally {
                    INSIDE.remove();
                }
            });
        }
    }

    @Test
    void owns_anyOtherThread_isFalse() {
        assertThat(queue.owns(Thread.currentThread())).isFalse();
        assertThat(queues.single("other")
                        .submit(() -> queue.owns(Thread.currentThread()))
                        .join())
                .isFalse();
    }

    @Test
    void cancel_workRuns_tellsThatItIsAbandonedBeforeItIsInterrupted() {
        final AbandonedWork work = new AbandonedWork(gate);
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        gate.awaitEntered();
        future.cancel(true);
        Queues.drain(queue);
        assertThat(work.knewWhenInterrupted).isTrue();
    }

    /** Notes whether it knew, when it was interrupted, that nobody waits any more. */
    private static final class AbandonedWork extends ThreadletWork {
        private final Gate gate;
        private volatile boolean isAbandoned;
        private volatile boolean knewWhenInterrupted;

        AbandonedWork(Gate gate) {
            this.gate = gate;
        }

        @Override
        protected void run() {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                knewWhenInterrupted = isAbandoned;
            }
        }

        @Override
        protected void abandoned() {
            isAbandoned = true;
        }
    }
}

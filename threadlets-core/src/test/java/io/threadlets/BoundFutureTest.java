package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
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
        final ThreadletFuture<String> future = queue.futureOf(work, () -> {});
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
        final ThreadletFuture<String> future = queue.futureOf(work, () -> {});
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
        final ThreadletFuture<String> future = queue.futureOf(work, () -> {});
        queue.submit(work);
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(work.awaitEnd().failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void cancel_withoutInterruptWhileTheWorkRuns_letsItGoOn() {
        final Probe work = new Probe("work", gate::pass);
        final ThreadletFuture<String> future = queue.futureOf(work, () -> {});
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
        final ThreadletFuture<String> future = queue.futureOf(work, () -> {});
        queue.submit(work);
        assertThat(future.complete("other")).isTrue();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        gate.open();
    }

    @Test
    void cancel_workOfAnotherQueue_leavesItAlone() {
        final Probe work = new Probe("work", gate::pass);
        queues.single("other").submit(work);
        gate.awaitEntered();
        assertThat(queue.futureOf(work, () -> {}).cancel(true)).isTrue();
        gate.open();
        assertThat(work.awaitEnd().failure()).isNull();
    }

    @Test
    void asyncStage_ofAFuture_runsOnTheQueue() {
        final ThreadletFuture<String> future = queue.futureOf(Probe.named("never submitted"), () -> {});
        future.complete("value");
        assertThat(future.thenApplyAsync(value -> queue.owns(Thread.currentThread()))
                        .join())
                .isTrue();
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
        final AtomicBoolean abandoned = new AtomicBoolean();
        final AtomicBoolean knewWhenInterrupted = new AtomicBoolean();
        final Probe work = new Probe("work", () -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                knewWhenInterrupted.set(abandoned.get());
            }
        });
        final ThreadletFuture<String> future = queue.futureOf(work, () -> abandoned.set(true));
        queue.submit(work);
        gate.awaitEntered();
        future.cancel(true);
        work.awaitEnd();
        assertThat(knewWhenInterrupted).isTrue();
    }
}

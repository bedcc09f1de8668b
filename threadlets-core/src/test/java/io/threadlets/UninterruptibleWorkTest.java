package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Works whose thread is not to be interrupted for them. */
final class UninterruptibleWorkTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    private final ThreadletQueue queue = queues.ofThreads("q", 2);
    private final Gate body = new Gate();
    private final Gate completion = new Gate();
    private final Kept work = new Kept(body, completion);

    /** Notes whether it was interrupted in its body and in {@code completed}. */
    private static final class Kept extends ThreadletWork {
        private final Gate body;
        private final Gate completion;
        private final BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();

        Kept(Gate body, Gate completion) {
            this.body = body;
            this.completion = completion;
        }

        @Override
        protected boolean isInterruptible() {
            return false;
        }

        @Override
        protected void run() {
            pass(body);
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            pass(completion);
        }

        private void pass(Gate gate) {
            gate.passWithoutInterrupts();
            interrupted.add(Thread.currentThread().isInterrupted());
        }

        boolean takeInterrupted() {
            return Waits.take(interrupted);
        }
    }

    @Test
    void cancel_withInterruptWhileTheBodyRuns_cancelsTheFutureAndLeavesTheThreadAlone() {
        final ThreadletFuture<String> future = queue.futureOf(work);
        queue.submit(work);
        body.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(future).isCancelled();
        body.open();
        assertThat(work.takeInterrupted()).isFalse();
        completion.open();
    }

    @Test
    void shutdownNow_whileTheBodyRuns_leavesItAloneAndInterruptsTheOthers() {
        final Gate never = new Gate();
        final Probe other = new Probe("other", never::pass);
        queue.submit(work);
        queue.submit(other);
        body.awaitEntered();
        never.awaitEntered();
        queue.shutdownNow();
        assertThat(other.awaitEnd().failure()).isInstanceOf(InterruptedException.class);
        body.open();
        assertThat(work.takeInterrupted()).isFalse();
        completion.open();
    }

    @Test
    void shutdownNow_whileTheWorkIsCompleted_leavesTheThreadAlone() {
        queue.submit(work);
        body.open();
        completion.awaitEntered();
        queue.shutdownNow();
        completion.open();
        assertThat(work.takeInterrupted()).as("in the body").isFalse();
        assertThat(work.takeInterrupted()).as("in completed").isFalse();
    }

    @Test
    void shutdownNow_whileTheWorkWaits_takesItBack() {
        final ThreadletQueue single = queues.single("single");
        final Gate occupant = Queues.occupy(single);
        single.submit(work);
        completion.open();
        assertThat(single.shutdownNow()).containsExactly(work);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        occupant.open();
    }
}

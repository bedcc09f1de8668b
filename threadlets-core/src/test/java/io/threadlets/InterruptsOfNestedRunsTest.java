package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An interrupt that comes while a thread goes from one run into another, or back, reaches what it is for. */
final class InterruptsOfNestedRunsTest {
    private static final int ROUNDS = 500;
    private static final int MOST_SPINS = 20_000;

    @Test
    void cancel_whileTheBodyGoesIntoRunsInPlaceAndBack_reachesTheBody() {
        final Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            final ThreadletQueue queue =
                    ThreadletQueue.builder("q").maxThreads(1).build();
            final CountDownLatch begun = new CountDownLatch(1);
            final CountDownLatch ended = new CountDownLatch(1);
            final ThreadletFuture<?> outer = queue.submit(() -> {
                begun.countDown();
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        queue.submit(() -> {}).join();
                    }
                } finally {
                    ended.countDown();
                }
            });
            Waits.await(begun);
            for (int spins = random.nextInt(MOST_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            assertThat(outer.cancel(true)).isTrue();
            Waits.await(ended);
            queue.close();
        }
    }

    @Test
    void shutdownNow_whileAThreadRunsStagesOfAWorkThatItRanInPlace_interruptsIt() {
        final ThreadletQueue queue = ThreadletQueue.builder("q").maxThreads(1).build();
        final Gate stage = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        queue.submit(new Probe("outer", () -> {
            final ThreadletFuture<?> inner = queue.submit(() -> {});
            final var derived = inner.thenRun(() -> {
                try {
                    stage.pass();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
            inner.join();
            assertThat(derived).isDone();
        }));
        stage.awaitEntered();
        queue.shutdownNow();
        Waits.await(interrupted);
        queue.close();
    }

    @Test
    void shutdownNow_whileAThreadRunsStagesOfAWorkThatItRanInPlace_leavesAloneWhatMayNotBeInterrupted() {
        final ThreadletQueue queue = ThreadletQueue.builder("q").maxThreads(1).build();
        final CountDownLatch inStage = new CountDownLatch(1);
        final AtomicBoolean stopped = new AtomicBoolean();
        final AtomicBoolean inStageInterrupted = new AtomicBoolean();
        final AtomicBoolean aroundInterrupted = new AtomicBoolean(true);
        queue.submit(new ThreadletWork() {
            @Override
            protected void run() {
                final ThreadletFuture<?> inner = queue.submit(() -> {});
                final var derived = inner.thenRun(() -> {
                    inStage.countDown();
                    Waits.spin(stopped::get);
                    inStageInterrupted.set(Thread.currentThread().isInterrupted());
                });
                inner.join();
                aroundInterrupted.set(Thread.currentThread().isInterrupted());
                assertThat(derived).isDone();
            }

            @Override
            protected boolean isInterruptible() {
                return false;
            }
        });
        Waits.await(inStage);
        queue.shutdownNow();
        stopped.set(true);
        queue.close();
        assertThat(inStageInterrupted).isTrue();
        assertThat(aroundInterrupted).isFalse();
    }
}

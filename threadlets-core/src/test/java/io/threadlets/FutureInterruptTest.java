package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code cancel(true)} interrupts the thread while, and only while, that work runs on it. */
final class FutureInterruptTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** Looks long enough at its interrupt status to see an interrupt that comes late. */
    private static boolean seesInterrupt() {
        for (int look = 0; look < 200; look++) {
            if (Thread.currentThread().isInterrupted()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the body needs the processor
    void cancel_atTheEndOfAWork_neverReachesTheNext() {
        final ThreadletQueue queue = queues.single("q");
        final AtomicInteger wrong = new AtomicInteger();
        final AtomicInteger turn = new AtomicInteger();
        int hits = 0;
        for (int round = 1; round <= 10_000; round++) {
            final int now = round;
            final AtomicInteger interrupted = new AtomicInteger();
            final ThreadletFuture<?> future = queue.submit(() -> {
                turn.set(now);
                for (int spin = now % 50; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.incrementAndGet();
                }
            });
            final ThreadletFuture<Boolean> next = queue.submit(FutureInterruptTest::seesInterrupt);
            while (turn.get() != now) {
                Thread.yield();
            }
            future.cancel(true);
            if (next.join()) {
                wrong.incrementAndGet();
            }
            hits += interrupted.get();
        }
        assertThat(wrong)
                .as("works that saw another's interrupt, of 10000; %s hit their own", hits)
                .hasValue(0);
    }

    @Test
    void cancel_onItsWayWhenTheWorkEnds_holdsUpTheThreadUntilItHasPassed() {
        final CountDownLatch interrupting = new CountDownLatch(1);
        final Gate onItsWay = new Gate();
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).threadFactory(body -> new Thread(body, "slow to interrupt") {
                    @Override
                    public void interrupt() {
                        interrupting.countDown();
                        onItsWay.passWithoutInterrupts();
                        super.interrupt();
                    }
                }));
        final Gate body = new Gate();
        final ThreadletFuture<?> future = queue.submit(body::passWithoutInterrupts);
        body.awaitEntered();
        final Gate next = new Gate();
        final ThreadletFuture<Boolean> nextFuture = queue.submit(() -> {
            next.passWithoutInterrupts();
            return seesInterrupt();
        });
        final Thread canceller = Waits.start(() -> future.cancel(true));
        Waits.await(interrupting);
        body.open();
        assertThat(Waits.opensTooEarly(next.entered()))
                .as("the next work began while the interrupt was on its way")
                .isFalse();
        onItsWay.open();
        Waits.join(canceller);
        next.open();
        assertThat(nextFuture.join()).as("the next work saw the interrupt").isFalse();
    }

    @Test
    void cancel_ofAWorkThatHasEnded_doesNotInterruptTheThread() {
        final AtomicInteger interrupts = new AtomicInteger();
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).threadFactory(body -> new Thread(body, "counting") {
                    @Override
                    public void interrupt() {
                        interrupts.incrementAndGet();
                        super.interrupt();
                    }
                }));
        final Gate gate = new Gate();
        final ThreadletFuture<?> future = queue.submit(gate::passWithoutInterrupts);
        gate.awaitEntered();
        assertThat(future.cancel(false)).isTrue();
        final Gate next = new Gate();
        final ThreadletFuture<?> nextFuture = queue.submit(next::passWithoutInterrupts);
        gate.open();
        next.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        assertThat(interrupts).hasValue(0);
        next.open();
        assertThat(nextFuture.join()).isNull();
    }

    @Test
    void cancel_byTwoAtOnce_leavesTheNextAlone() {
        final ThreadletQueue queue = queues.single("q");
        final AtomicInteger wrong = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            final Gate gate = new Gate();
            final ThreadletFuture<?> future = queue.submit(gate.callable("value"));
            final ThreadletFuture<Boolean> next = queue.submit(FutureInterruptTest::seesInterrupt);
            gate.awaitEntered();
            final Thread other = Waits.start(() -> future.cancel(true));
            future.cancel(true);
            if (next.join()) {
                wrong.incrementAndGet();
            }
            Waits.join(other);
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void shutdownNow_atTheEndOfAWorkThatItsCallerRuns_doesNotReachItsCompletion() {
        for (int round = 0; round < 300; round++) {
            final ThreadletQueue queue = queues.build(
                    ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
            Queues.occupy(queue);
            final Gate gate = new Gate();
            final Probe work = new Probe("work", gate::passWithoutInterrupts);
            final Thread caller = Waits.start(() -> queue.submit(work));
            gate.awaitEntered();
            gate.open();
            queue.shutdownNow();
            assertThat(work.awaitEnd().interrupted()).as("in completed").isFalse();
            Waits.join(caller);
        }
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waiting with a bound that no busy machine reaches. Whoever waits here for ever has found a bug. */
final class Waits {
    static final Duration LONG = Duration.ofSeconds(60);

    /** For looking whether something forbidden happens. It is over when it has not; nothing depends on its length. */
    static final Duration A_MOMENT = Duration.ofMillis(50);

    private Waits() {}

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("latch opened in time")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a latch", e);
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("nobody else came to the barrier", e);
        }
    }

    /** Whether the latch opens within a moment, which it must not. */
    static boolean opensTooEarly(CountDownLatch latch) {
        try {
            return latch.await(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while looking at a latch", e);
        }
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            final T taken = queue.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("nothing came in time");
            }
            return taken;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for an element", e);
        }
    }

    static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition::getAsBoolean);
    }

    /** For threads that are to do something at the same instant: they arrive, and none sleeps meanwhile. */
    @SuppressWarnings("ThreadPriorityCheck") // there may be fewer processors than threads
    static void spin(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + LONG.toNanos();
        for (int looks = 1; !condition.getAsBoolean(); looks++) {
            if (looks % 1_000 == 0) {
                Thread.yield();
                assertThat(System.nanoTime() - deadline).as("time left to spin").isNegative();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    static void join(Thread thread) {
        try {
            thread.join(LONG.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while joining", e);
        }
        assertThat(thread.isAlive()).as("%s is alive", thread).isFalse();
    }

    static Thread start(Runnable body) {
        final Thread thread = new Thread(body, "test-helper");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until nobody holds the object any more. */
    static void collected(WeakReference<?> reference, ReferenceQueue<?> cleared) {
        try {
            for (int tries = 0; tries < 300 && reference.get() != null; tries++) {
                System.gc();
                cleared.remove(100);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the collector", e);
        }
        assertThat(reference.get()).as("what nobody should hold").isNull();
    }
}

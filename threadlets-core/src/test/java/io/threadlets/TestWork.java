package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A work that tells what became of it, and may wait at a gate. */
class TestWork extends ThreadletWork {
    private final @Nullable Gate gate;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger completions = new AtomicInteger();

    /** Where it ran last. */
    volatile @Nullable Thread thread;

    /** What {@code completed} was given last. */
    volatile @Nullable Throwable failure;

    /** Whether an interrupt was seen, at the start or at the gate. */
    volatile boolean interrupted;

    TestWork() {
        this(null);
    }

    TestWork(@Nullable Gate gate) {
        this.gate = gate;
    }

    static List<TestWork> several(int count, @Nullable Gate gate) {
        return IntStream.range(0, count).mapToObj(i -> new TestWork(gate)).toList();
    }

    @Override
    protected void run() throws Exception {
        runs.incrementAndGet();
        thread = Thread.currentThread();
        interrupted |= Thread.currentThread().isInterrupted();
        started.countDown();
        if (gate != null) {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
        }
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        this.failure = failure;
        completions.incrementAndGet();
        ended.countDown();
    }

    void awaitStarted() {
        await(started, "start");
    }

    /** Until the first submission's {@code completed}. */
    void awaitEnded() {
        await(ended, "end");
    }

    static void awaitStarted(List<TestWork> probes) {
        probes.forEach(TestWork::awaitStarted);
    }

    static void awaitEnded(List<TestWork> probes) {
        probes.forEach(TestWork::awaitEnded);
    }

    boolean hasStarted() {
        return started.getCount() == 0;
    }

    private void await(CountDownLatch latch, String what) {
        try {
            assertThat(latch.await(60, SECONDS))
                    .as("%s of a work that is now %s", what, state())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted waiting for the " + what + " of a work that is now " + state(), e);
        }
    }
}

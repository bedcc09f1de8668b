package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A thread's interrupt status is clear when a work starts, whatever the work before it left. */
final class InterruptTest extends QueueFixture {

    @Test
    void run_leavesTheFlag_nextWorkDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(0, 1));
        for (int i = 0; i < 50; i++) {
            queue.submit(new TestWork() {
                @Override
                protected void run() {
                    Thread.currentThread().interrupt();
                }
            });
            final TestWork next = new TestWork();
            queue.submit(next);
            next.awaitEnded();
            assertThat(next.interrupted).isFalse();
        }
    }

    @Test
    void run_leavesTheFlag_completedDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(0, 1));
        final boolean[] seen = {true};
        final TestWork probe = new TestWork() {
            @Override
            protected void run() {
                Thread.currentThread().interrupt();
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                seen[0] = Thread.currentThread().isInterrupted();
                super.completed(failure);
            }
        };
        queue.submit(probe);
        probe.awaitEnded();
        assertThat(seen[0]).isFalse();
    }

    @Test
    void completed_leavesTheFlag_nextWorkDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(0, 1));
        for (int i = 0; i < 50; i++) {
            queue.submit(new InterruptedInCompleted());
            final TestWork next = new TestWork();
            queue.submit(next);
            next.awaitEnded();
            assertThat(next.interrupted).isFalse();
        }
    }

    @Test
    void completed_leavesTheFlag_listenersDoNotSeeItWhenTheNextWorkStarts() {
        final AtomicBoolean seen = new AtomicBoolean();
        final ThreadletQueue queue = build(sized(0, 1).listener(new ThreadletListener() {
            @Override
            public void started(ThreadletWork work, long waitedNanos) {
                seen.compareAndSet(false, Thread.currentThread().isInterrupted());
            }
        }));
        queue.pause();
        queue.submit(new InterruptedInCompleted());
        final TestWork next = new TestWork();
        queue.submit(next);
        queue.resume();
        next.awaitEnded();
        assertThat(seen).isFalse();
    }

    @Test
    void run_throwsWithTheFlagSet_nextWorkDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(0, 1));
        final TestWork failing = new TestWork() {
            @Override
            protected void run() throws Exception {
                Thread.currentThread().interrupt();
                throw new InterruptedException("planned");
            }
        };
        queue.submit(failing);
        final TestWork next = new TestWork();
        queue.submit(next);
        next.awaitEnded();
        assertThat(next.interrupted).isFalse();
        assertThat(failing.failure).isInstanceOf(InterruptedException.class);
    }

    /** Somebody else's interrupt of a thread that waits: the thread stays, and the next work does not see it. */
    @Test
    void idle_interrupted_threadStaysAndNextWorkDoesNotSeeIt() {
        final ThreadletQueue queue = build(sized(1, 1));
        submitAndAwait(queue);
        awaitIdle(queue);
        final TestWork first = new TestWork();
        queue.submit(first);
        first.awaitEnded();
        final Thread thread = Objects.requireNonNull(first.thread);
        for (int i = 0; i < 200; i++) {
            thread.interrupt();
            final TestWork probe = new TestWork();
            queue.submit(probe);
            probe.awaitEnded();
            assertThat(probe.thread).isSameAs(thread);
            assertThat(probe.interrupted).isFalse();
        }
        awaitIdle(queue);
        assertCounts(queue, 1, 1, 0);
    }

    /** The cancel arrives around the end of the body: what is too late must not reach the next work. */
    @Test
    void cancel_racingWithTheEnd_nextWorkIsNeverInterrupted() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1));
        final BlockingQueue<List<ThreadletFuture<?>>> toCancel = new ArrayBlockingQueue<>(1);
        final int rounds = 5000;
        final Thread canceller = new Thread(() -> {
            try {
                for (int round = 0; round < rounds; round++) {
                    toCancel.take().forEach(future -> future.cancel(true));
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        canceller.setDaemon(true);
        canceller.start();
        int leaks = 0;
        for (int round = 0; round < rounds; round++) {
            final int spins = round % 200;
            final List<ThreadletFuture<?>> futures = new ArrayList<>();
            futures.add(queue.submit(() -> spin(spins)));
            final TestWork next = new TestWork() {
                @Override
                protected void run() throws Exception {
                    super.run();
                    spin(200);
                    interrupted |= Thread.interrupted();
                }
            };
            queue.submit(next);
            toCancel.put(futures);
            next.awaitEnded();
            leaks += next.interrupted ? 1 : 0;
        }
        canceller.join();
        assertThat(leaks).isZero();
    }

    /** What cancel sends is for the body, not for what its thread does afterwards. */
    @Test
    void cancel_racingWithTheEnd_completedIsNotInterrupted() {
        final ThreadletQueue queue = build(sized(0, 2));
        final AtomicInteger leaks = new AtomicInteger();
        for (int round = 0; round < 300; round++) {
            final List<TestWork> probes = new ArrayList<>();
            final List<ThreadletFuture<?>> futures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                final TestWork probe = new TestWork() {
                    @Override
                    protected void completed(@Nullable Throwable failure) {
                        spin(100);
                        if (Thread.currentThread().isInterrupted()) {
                            leaks.incrementAndGet();
                        }
                        super.completed(failure);
                    }
                };
                probes.add(probe);
                futures.add(queue.futureOf(probe));
                queue.submit(probe);
            }
            futures.forEach(future -> future.cancel(true));
            TestWork.awaitEnded(probes);
        }
        assertThat(leaks.get()).isZero();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    /** Leaves the flag set when it has completed. */
    private static final class InterruptedInCompleted extends TestWork {
        @Override
        protected void completed(@Nullable Throwable failure) {
            Thread.currentThread().interrupt();
        }
    }
}

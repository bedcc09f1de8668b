package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Works that were accepted while the queue was paused, and for which no thread can be started afterwards: each ends
 * once, and may use the queue from its {@code completed}, however many there are.
 */
final class OrphansTest extends QueueFixture {
    private static final int WORKS = 1_000;

    private final OutOfMemoryError noMemory = TestThreads.noMemory();
    private final TestThreads threads = new TestThreads();
    private final ThreadletQueue queue = build(sized(0, 4).threadFactory(threads));
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();

    /** Submits itself again whenever no thread could be started for it. */
    private final class Stubborn extends ThreadletWork {
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger completions = new AtomicInteger();

        void submit() {
            try {
                queue.submit(this);
                accepted.incrementAndGet();
            } catch (ThreadletRejectedException why) {
                if (why.reason() != ThreadletRejectedException.Reason.NO_THREAD || !noMemory.equals(why.getCause())) {
                    unexpected.add(why);
                }
            } catch (Throwable thrown) {
                unexpected.add(thrown);
            }
        }

        @Override
        protected void run() {
            runs.incrementAndGet();
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions.incrementAndGet();
            if (failure != null) {
                failures.incrementAndGet();
                if (!noMemory.equals(failure)) {
                    unexpected.add(failure);
                }
                submit();
            }
        }

        boolean isBalanced() {
            return completions.get() == accepted.get() && runs.get() + failures.get() == accepted.get();
        }
    }

    private void failAtFirst(int failures) {
        final int before = threads.calls();
        threads.become((body, call) -> {
            if (call - before <= failures) {
                throw noMemory;
            }
            return TestThreads.daemon(body, call);
        });
    }

    private List<Stubborn> submitWhilePaused(int works) {
        queue.pause();
        final List<Stubborn> submitted =
                IntStream.range(0, works).mapToObj(i -> new Stubborn()).toList();
        submitted.forEach(Stubborn::submit);
        assertThat(submitted).allMatch(work -> work.accepted.get() == 1);
        return submitted;
    }

    private void awaitBalance(List<Stubborn> works) {
        until("each submission has ended", () -> works.stream().allMatch(Stubborn::isBalanced));
        awaitIdle(queue);
        assertThat(unexpected).isEmpty();
        assertThat(works)
                .allMatch(work ->
                        work.state() == ThreadletWork.State.SUCCEEDED || work.state() == ThreadletWork.State.FAILED);
        assertThat(queue.snapshot().submitted())
                .isEqualTo(works.stream().mapToLong(work -> work.accepted.get()).sum());
        assertAtRest(queue);
    }

    private void assertEndsWithoutThreads(List<Stubborn> works) throws InterruptedException {
        awaitBalance(works);
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.FAILED);
        assertCounts(queue, 0, 0, 0);
        queue.shutdown();
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }

    @Test
    void resume_factoryAlwaysFailsAndOrphansSubmitAgain_eachEndsOnce() throws Exception {
        final List<Stubborn> works = submitWhilePaused(WORKS);
        failAtFirst(Integer.MAX_VALUE);
        queue.resume();
        assertEndsWithoutThreads(works);
    }

    /** What a thousand do must not hang on how deep the stack is. */
    @Test
    void resume_manyOrphansAndSmallStack_eachEndsOnce() throws Exception {
        final List<Stubborn> works = submitWhilePaused(20 * WORKS);
        failAtFirst(Integer.MAX_VALUE);
        final Thread resumer = new Thread(null, queue::resume, "resumer", 256 * 1024);
        resumer.start();
        Waits.join(resumer);
        assertEndsWithoutThreads(works);
    }

    @Test
    void shutdown_factoryAlwaysFailsAndOrphansSubmitAgain_queueTerminatesAfterThem() throws Exception {
        queue.pause();
        final List<TestWork> works = IntStream.range(0, WORKS)
                .mapToObj(i -> (TestWork) new TestWork() {
                    @Override
                    protected void completed(@Nullable Throwable failure) {
                        if (queue.isTerminated()) {
                            unexpected.add(new AssertionError("terminated before each work has completed"));
                        }
                        super.completed(failure);
                        try {
                            queue.submit(this);
                            unexpected.add(new AssertionError("accepted by a queue that is shut down"));
                        } catch (ThreadletRejectedException why) {
                            // as it should be
                        } catch (Throwable thrown) {
                            unexpected.add(thrown);
                        }
                    }
                })
                .toList();
        works.forEach(queue::submit);
        failAtFirst(Integer.MAX_VALUE);
        queue.shutdown();
        TestWork.awaitEnded(works);
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(unexpected).isEmpty();
        assertThat(works).allMatch(work -> work.completions.get() == 1 && noMemory.equals(work.failure));
        assertThat(queue.snapshot().failed()).isEqualTo(WORKS);
    }

    /** They wait for the next start. */
    @Test
    void resume_factoryFailsOnce_allAreRun() {
        final List<Stubborn> works = submitWhilePaused(WORKS);
        failAtFirst(1);
        queue.resume();
        awaitBalance(works);
        assertThat(works).allMatch(work -> work.runs.get() == 1 && work.failures.get() == 0);
    }

    @Test
    void resume_factoryFailsSomeTimes_whatIsAcceptedIsRun() {
        for (int failures : new int[] {2, 3, 5, 8}) {
            final long before = queue.snapshot().succeeded();
            final List<Stubborn> works = submitWhilePaused(WORKS);
            failAtFirst(failures);
            queue.resume();
            until("each submission has ended", () -> works.stream().allMatch(Stubborn::isBalanced));
            awaitIdle(queue);
            assertThat(unexpected).isEmpty();
            threads.recover();
            until("the rest is accepted", () -> {
                works.stream()
                        .filter(work -> work.state() == ThreadletWork.State.FAILED)
                        .forEach(Stubborn::submit);
                return works.stream().allMatch(work -> work.state() == ThreadletWork.State.SUCCEEDED);
            });
            awaitIdle(queue);
            assertThat(works).allMatch(Stubborn::isBalanced).allMatch(work -> work.runs.get() == 1);
            assertThat(queue.snapshot().succeeded() - before).isEqualTo(WORKS);
            queue.pause();
            awaitCur(queue, 0);
        }
    }

    /** Those who wait beside a thread that lives are no orphans. */
    @Test
    void resume_factoryFailsAndAThreadLives_allAreRunByIt() {
        occupy(queue, 1);
        final List<Stubborn> works = submitWhilePaused(WORKS);
        failAtFirst(Integer.MAX_VALUE);
        queue.resume();
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.QUEUED);
        gate.open();
        until("each submission has ended", () -> works.stream().allMatch(Stubborn::isBalanced));
        assertThat(works).allMatch(work -> work.state() == ThreadletWork.State.SUCCEEDED);
        assertThat(unexpected).isEmpty();
    }

    @Test
    void shutdownNow_anOrphanIsInCompleted_isListedAndInterrupted() {
        final TestWork orphan = new TestWork() {
            @Override
            protected void completed(@Nullable Throwable failure) {
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                super.completed(failure);
            }
        };
        queue.pause();
        queue.submit(orphan);
        failAtFirst(Integer.MAX_VALUE);
        queue.resume();
        gate.awaitEntered();
        assertThat(orphan.state()).isEqualTo(ThreadletWork.State.FAILED);
        assertThat(queue.running()).extracting(RunningWork::work).containsExactly(orphan);
        queue.shutdownNow();
        orphan.awaitEnded();
        assertThat(orphan.interrupted).isTrue();
        until("terminated", queue::isTerminated);
    }

    /** Who stops the queue has looked at what runs before that. */
    @Test
    void shutdownNow_anOrphanIsAboutToEnd_isInterruptedInCompleted() {
        final AtomicReference<@Nullable Runnable> atTheClock = new AtomicReference<>();
        final ThreadletQueue.Builder builder =
                sized(0, 1).threadFactory(threads).listener(new ThreadletListener() {}); // for which it asks the clock
        builder.settings.nanoTime = clockThatCalls(atTheClock);
        final ThreadletQueue timed = build(builder);
        final TestWork orphan = new TestWork() {
            @Override
            protected void completed(@Nullable Throwable failure) {
                interrupted = Thread.interrupted();
                super.completed(failure);
            }
        };
        timed.pause();
        timed.submit(orphan);
        failAtFirst(Integer.MAX_VALUE);
        atTheClock.set(timed::shutdownNow);
        timed.resume();
        orphan.awaitEnded();
        assertThat(atTheClock.get()).isNull();
        assertThat(orphan.state()).isEqualTo(ThreadletWork.State.FAILED);
        assertThat(orphan.interrupted).isTrue();
    }
}

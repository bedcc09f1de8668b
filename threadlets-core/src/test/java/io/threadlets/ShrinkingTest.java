package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Idle threads go after their time, the longest idle first, and never below the minimum. */
final class ShrinkingTest extends QueueFixture {
    private static final Duration TICK = Duration.ofMillis(1);

    /** A clock that stands still until it is set. Idle threads look at it every {@link #TICK}. */
    private final AtomicLong clock = new AtomicLong();

    private ThreadletQueue buildOnClock(int min, int max, long startNanos, Duration idleTimeout) {
        clock.set(startNanos);
        final ThreadletQueue.Builder builder = sized(min, max).idleTimeout(idleTimeout);
        builder.settings.nanoTime = clock::get;
        return build(builder);
    }

    @Test
    void idle_noMinimum_allThreadsGo() {
        final TestThreads threads = new TestThreads();
        final ThreadletQueue queue =
                build(named("q").maxThreads(8).idleTimeout(TICK).threadFactory(threads));
        occupy(queue, 8);
        gate.open();
        awaitCur(queue, 0);
        assertCounts(queue, 0, 0, 0);
        until("all threads dead", () -> threads.made.stream().noneMatch(Thread::isAlive));
        submitAndAwait(queue);
    }

    @Test
    void idle_minimum_isKept() {
        final ThreadletQueue queue =
                build(named("q").minThreads(3).maxThreads(16).idleTimeout(TICK));
        occupy(queue, 16);
        gate.open();
        awaitCur(queue, 3);
        awaitIdle(queue);
        for (int i = 0; i < 200; i++) {
            submitAndAwait(queue);
            assertThat(queue.snapshot().cur()).isGreaterThanOrEqualTo(3);
        }
        awaitCur(queue, 3);
    }

    /** Two threads wait without a deadline. When a third comes, one that is not needed after all is to get one. */
    @Test
    void idle_sinceBeforeAThreadMoreCame_goesToo() {
        final ThreadletQueue queue =
                build(named("q").minThreads(2).maxThreads(3).idleTimeout(TICK));
        warmUp(queue, 2);
        for (int round = 0; round < 300; round++) {
            final Gate together = new Gate();
            queue.submit(new TestWork());
            final List<TestWork> probes = TestWork.several(2, together);
            probes.forEach(queue::submit);
            TestWork.awaitStarted(probes);
            awaitCur(queue, 2);
            together.open();
            TestWork.awaitEnded(probes);
            awaitIdle(queue);
        }
    }

    @Test
    void idle_allTimeOutAtOnce_neverBelowMinimum() {
        final ThreadletQueue queue =
                build(named("q").minThreads(3).maxThreads(12).idleTimeout(Duration.ofNanos(1)));
        for (int round = 0; round < 100; round++) {
            final Gate together = new Gate();
            final List<TestWork> probes = TestWork.several(12, together);
            probes.forEach(queue::submit);
            TestWork.awaitStarted(probes);
            together.open();
            int cur;
            do {
                cur = queue.snapshot().cur();
                assertThat(cur).as("cur in round %d", round).isGreaterThanOrEqualTo(3);
            } while (cur > 3);
        }
        awaitIdle(queue);
        assertCounts(queue, 3, 3, 0);
    }

    @Test
    void idle_simultaneousTimeoutsOnTheClock_stopAtMinimum() {
        final ThreadletQueue queue = buildOnClock(5, 20, 0, TICK);
        occupy(queue, 20);
        gate.open();
        awaitIdle(queue);
        assertCounts(queue, 20, 20, 0);
        clock.addAndGet(TICK.toNanos());
        awaitCur(queue, 5);
        assertCounts(queue, 5, 5, 0);
    }

    @Test
    void idle_timeNotOver_threadStays() {
        final ThreadletQueue queue = buildOnClock(0, 4, 1000, TICK);
        final Set<Thread> used = threadsOfSequentialWorks(queue, 300, () -> {});
        assertThat(used).hasSize(1);
        clock.addAndGet(TICK.toNanos() - 1);
        assertThat(threadsOfSequentialWorks(queue, 300, () -> {})).isEqualTo(used);
        clock.addAndGet(TICK.toNanos());
        awaitCur(queue, 0);
    }

    @Test
    void idle_clockWraps_countsOnlyTheTimeThatPassed() {
        final ThreadletQueue queue = buildOnClock(0, 4, Long.MAX_VALUE - 10, TICK);
        final Set<Thread> used = threadsOfSequentialWorks(queue, 300, () -> {});
        assertThat(used).hasSize(1);
        clock.addAndGet(TICK.toNanos() / 2);
        assertThat(clock.get()).isNegative();
        assertThat(threadsOfSequentialWorks(queue, 300, () -> {})).isEqualTo(used);
        clock.addAndGet(TICK.toNanos());
        awaitCur(queue, 0);
    }

    @Test
    void idle_hugeTimeout_threadStaysForACentury() {
        for (Duration huge : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
            for (long start : new long[] {0, Long.MAX_VALUE - 10, Long.MIN_VALUE, -10}) {
                final ThreadletQueue queue = buildOnClock(0, 4, start, huge);
                final Set<Thread> used = threadsOfSequentialWorks(queue, 20, () -> {});
                clock.addAndGet(Duration.ofDays(36_500).toNanos());
                used.addAll(threadsOfSequentialWorks(queue, 20, () -> {}));
                assertThat(used).hasSize(1);
                assertCounts(queue, 1, 1, 0);
                queue.shutdown();
            }
        }
    }

    @Test
    void idle_oneNanosecond_nothingIsStranded() {
        final ThreadletQueue queue = build(named("q").maxThreads(1).idleTimeout(Duration.ofNanos(1)));
        for (int i = 0; i < 5000; i++) {
            submitAndAwait(queue);
        }
        awaitCur(queue, 0);
    }

    /** A thread on its way out takes up no room. */
    @Test
    void idle_oneNanosecondAndNoCapacity_leavingThreadIsReplaced() {
        final ThreadletQueue queue = build(named("q").maxThreads(1).capacity(0).idleTimeout(Duration.ofNanos(1)));
        for (int i = 0; i < 3000; i++) {
            submitAndAwait(queue);
            until("a thread is to be had", () -> {
                final QueueSnapshot now = queue.snapshot();
                return now.idle() == 1 || now.cur() == 0;
            });
        }
    }

    @Test
    void submit_oneAtATime_wakesTheMostRecentlyIdle() {
        final ThreadletQueue queue = build(sized(0, 16));
        warmUp(queue, 16);
        assertThat(threadsOfSequentialWorks(queue, 200, () -> {})).hasSizeLessThan(4);
    }

    @Test
    void submit_oneAtATime_wakesTheMostRecentlyIdleAlsoOfAMinimum() {
        final ThreadletQueue queue = build(sized(16, 16).prestart(true));
        awaitIdle(queue);
        warmUp(queue, 16);
        assertThat(threadsOfSequentialWorks(queue, 200, () -> {})).hasSizeLessThan(4);
    }

    /** By the clock each work comes 1/40 of the idle timeout after the last: taken in turn, 40 threads would stay. */
    @Test
    void submit_lightLoadAfterABurst_surplusGoes() {
        final Duration idleTimeout = Duration.ofMillis(100); // threads look at the clock about that often
        final ThreadletQueue queue = buildOnClock(0, 64, 0, idleTimeout);
        occupy(queue, 64);
        gate.open();
        awaitIdle(queue);
        assertCounts(queue, 64, 64, 0);
        until("few threads", () -> {
            threadsOfSequentialWorks(queue, 1, () -> clock.addAndGet(idleTimeout.toNanos() / 40));
            return queue.snapshot().cur() <= 3;
        });
        assertThat(queue.snapshot().largest()).isEqualTo(64);
    }

    @Test
    void submit_steadyTrickle_doesNotStopShrinking() {
        final ThreadletQueue queue = build(named("q").maxThreads(64).idleTimeout(Duration.ofMillis(20)));
        occupy(queue, 64);
        gate.open();
        until("few threads under a trickle", () -> {
            submitAndAwait(queue);
            return queue.snapshot().cur() <= 3;
        });
    }

    @Test
    void idle_threadFinishedItsWork_doesNotHoldOnToIt() {
        final ThreadletQueue queue = build(sized(1, 1));
        final java.lang.ref.WeakReference<ThreadletWork> work = runAndForget(queue);
        awaitIdle(queue);
        until("the finished work is collected", () -> {
            System.gc();
            return work.get() == null;
        });
    }

    private static java.lang.ref.WeakReference<ThreadletWork> runAndForget(ThreadletQueue queue) {
        final TestWork probe = new TestWork();
        queue.submit(probe);
        probe.awaitEnded();
        return new java.lang.ref.WeakReference<>(probe);
    }

    /** Runs works one after the other, each when all threads are idle, and tells which threads ran them. */
    private static Set<Thread> threadsOfSequentialWorks(ThreadletQueue queue, int works, Runnable before) {
        final Set<Thread> used = new HashSet<>();
        IntStream.range(0, works).forEach(i -> {
            before.run();
            final TestWork probe = new TestWork();
            queue.submit(probe);
            probe.awaitEnded();
            final @Nullable Thread thread = probe.thread;
            if (thread != null) {
                used.add(thread);
            }
            awaitIdle(queue);
        });
        return used;
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Submitters wait for their works before they submit the next: so works come while threads go idle, and nobody comes
 * later to make up for a wake-up that is lost.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class LostWakeUpTest {
    private static final int SUBMISSIONS = 2_000;

    @Test
    void submissions_whileThreadsGoIdle_areRunEachTime() throws InterruptedException {
        final long deadline = StressReport.deadline(1_500);
        final AtomicLong checked = new AtomicLong();
        for (int round = 0; round == 0 || !StressReport.isOver(deadline); round++) {
            for (int threads = 1; threads <= 3; threads++) {
                for (int submitters = 1; submitters <= 2; submitters++) {
                    submitInTurns(threads, submitters, new Random(round), checked);
                }
            }
        }
        StressReport.leave("LostWakeUpTest-turns", StressReport.SUBMISSIONS, checked.get());
    }

    /** Each work needs all the others to run at the same time: so every thread has to be woken. */
    @Test
    void submissions_ofWorksThatWaitForEachOther_allRunAtOnce() throws InterruptedException {
        final long deadline = StressReport.deadline(1_500);
        long checked = 0;
        for (int round = 0; round == 0 || !StressReport.isOver(deadline); round++) {
            final int threads = 2 + round % 4;
            final ThreadletQueue queue = queueOf(threads);
            for (int i = 0; i < 100; i++) {
                final AtomicInteger running = new AtomicInteger();
                final List<Rendezvous> works = new ArrayList<>();
                for (int j = 0; j < threads; j++) {
                    works.add(new Rendezvous(running, threads));
                    queue.submit(works.get(j));
                }
                works.forEach(work -> Waits.spin(() -> work.state() == ThreadletWork.State.SUCCEEDED));
                checked += threads;
            }
            end(queue);
        }
        StressReport.leave("LostWakeUpTest-bursts", StressReport.SUBMISSIONS, checked);
    }

    /** As long as one thread takes tiny works the other stands by; it must not when that one is held up. */
    @Test
    void submissions_ofTinyWorksAndThenOfTwoThatWaitForEachOther_areTakenByBothThreads() throws InterruptedException {
        final long deadline = StressReport.deadline(1_500);
        final Random random = new Random(1);
        final ThreadletQueue queue = queueOf(2);
        long checked = 0;
        for (int round = 0; round == 0 || !StressReport.isOver(deadline); round++) {
            final AtomicInteger running = new AtomicInteger();
            final List<ThreadletWork> works = new ArrayList<>();
            final int before = random.nextInt(3_000);
            for (int i = 0; i < before; i++) {
                works.add(new Awaited());
            }
            works.add(new Rendezvous(running, 2));
            works.add(new Rendezvous(running, 2));
            for (int i = random.nextInt(100); i > 0; i--) {
                works.add(new Awaited());
            }
            works.forEach(queue::submit);
            works.forEach(work -> Waits.spin(() -> work.state() == ThreadletWork.State.SUCCEEDED));
            checked += works.size();
        }
        end(queue);
        StressReport.leave("LostWakeUpTest-streams", StressReport.SUBMISSIONS, checked);
    }

    /** A work that ends when so many run. */
    private static final class Rendezvous extends ThreadletWork {
        private final AtomicInteger running;
        private final int all;

        Rendezvous(AtomicInteger running, int all) {
            this.running = running;
            this.all = all;
        }

        @Override
        protected void run() {
            running.incrementAndGet();
            Waits.spin(() -> running.get() >= all);
        }
    }

    private static ThreadletQueue queueOf(int threads) {
        return queueOf(threads, threads, Duration.ofDays(1));
    }

    private static ThreadletQueue queueOf(int min, int max, Duration idleTimeout) {
        return ThreadletQueue.builder("woken")
                .minThreads(min)
                .maxThreads(max)
                .idleTimeout(idleTimeout)
                .build();
    }

    private static void end(ThreadletQueue queue) throws InterruptedException {
        queue.shutdown();
        assertThat(queue.awaitTermination(Waits.LONG)).isTrue();
    }

    /** A work that says when it has ended. */
    private static final class Awaited extends ThreadletWork {
        volatile int completions;

        @Override
        protected void run() {}

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one run after another
        protected void completed(@Nullable Throwable failure) {
            completions++;
        }
    }

    private static void submitInTurns(int threads, int submitters, Random random, AtomicLong checked)
            throws InterruptedException {
        // Half of the queues lose and start threads all the time.
        final boolean shrinks = random.nextBoolean();
        final ThreadletQueue queue = shrinks
                ? queueOf(random.nextInt(threads + 1), threads, Duration.ofNanos(1 + random.nextInt(20_000)))
                : queueOf(threads);
        final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        final List<Thread> running = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            final Random pauses = new Random(random.nextLong());
            running.add(Waits.start(() -> {
                try {
                    submitInTurns(queue, pauses);
                } catch (Throwable t) {
                    errors.add(t);
                }
            }));
        }
        running.forEach(Waits::join);
        assertThat(errors)
                .as("with %d threads and %d submitters: %s", threads, submitters, queue.snapshot())
                .isEmpty();
        end(queue);
        checked.addAndGet((long) submitters * SUBMISSIONS);
    }

    private static void submitInTurns(ThreadletQueue queue, Random pauses) {
        final Awaited work = new Awaited();
        for (int i = 1; i <= SUBMISSIONS; i++) {
            final int turn = i;
            queue.submit(work);
            Waits.spin(() -> work.completions >= turn && work.state() == ThreadletWork.State.SUCCEEDED);
            for (int spins = pauses.nextInt(300); spins > 0; spins--) {
                Thread.onSpinWait();
            }
        }
    }
}

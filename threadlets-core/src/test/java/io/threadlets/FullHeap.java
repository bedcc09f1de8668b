package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A program in which all memory is taken for spells of a tenth of a second, while several threads use several queues in
 * every way and catch whatever is thrown. With memory back it looks whether each submission that returned has ended
 * exactly once, each that threw was not run, and the queues still work and can be ended. It prints one line a queue.
 *
 * <p>Arguments: a seed, and for how many milliseconds to go on with further rounds.
 */
final class FullHeap {
    private static final int SPELLS = 3;
    private static final long SPELL_MILLIS = 100;
    private static final long BREAK_MILLIS = 60;

    private FullHeap() {}

    public static void main(String[] args) {
        final long millis = Long.parseLong(args[1]);
        ChildJvm.guard(millis, () -> {
            final long deadline = System.nanoTime() + millis * 1_000_000;
            long seed = Long.parseLong(args[0]);
            boolean good;
            do {
                good = round(seed++);
            } while (good && System.nanoTime() - deadline < 0);
            return good;
        });
    }

    private static ThreadletQueue.Builder named(String name) {
        return ThreadletQueue.builder(name).maxThreads(64).idleTimeout(Duration.ofMillis(5));
    }

    /** Also listeners find no memory. */
    private static final class AllocatingListener implements ThreadletListener {
        private volatile byte[] last = new byte[0];

        @Override
        public void submitted(ThreadletWork work) {
            last = new byte[32];
        }

        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            last = new byte[(last.length + 1) & 31];
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            last = new byte[32];
        }

        @Override
        public void threadStarted(Thread thread) {
            last = new byte[32];
        }
    }

    private static boolean round(long seed) throws InterruptedException {
        // with threads that stay: what it has accepted is not failed since none can be started
        final ThreadletQueue homes = named("homes").minThreads(2).prestart(true).build();
        final List<StarvedQueue> queues = List.of(
                new StarvedQueue(named("works").build(), StarvedQueue.WORKS, homes, seed),
                new StarvedQueue(named("tasks").build(), StarvedQueue.TASKS, homes, seed),
                new StarvedQueue(named("bounded").capacity(20).build(), StarvedQueue.ALL, homes, seed),
                new StarvedQueue(
                        named("caller-runs")
                                .capacity(8)
                                .onFull(OnFull.CALLER_RUNS)
                                .build(),
                        StarvedQueue.ALL,
                        homes,
                        seed),
                new StarvedQueue(
                        named("block").capacity(8).onFull(OnFull.BLOCK).build(),
                        StarvedQueue.ALL_BUT_PAUSES,
                        homes,
                        seed),
                new StarvedQueue(
                        named("listened")
                                .listener(new AllocatingListener())
                                .minThreads(2)
                                .build(),
                        StarvedQueue.ALL,
                        homes,
                        seed));
        final AtomicBoolean stop = new AtomicBoolean();
        final List<Thread> users = new ArrayList<>();
        for (StarvedQueue queue : queues) {
            users.addAll(queue.users(stop));
        }
        final MemoryHog hog = new MemoryHog();
        hog.spell(1, 1); // so that its own code is linked; that of the users comes next
        users.forEach(Thread::start);
        for (StarvedQueue queue : queues) {
            queue.awaitUse();
        }
        for (int spell = 0; spell < SPELLS; spell++) {
            hog.spell(SPELL_MILLIS, BREAK_MILLIS);
        }
        stop.set(true);
        boolean good = hog.isEmpty() && check(queues);
        homes.shutdown();
        if (!homes.awaitTermination(StarvedQueue.LIMIT)) {
            System.out.println("homes: does not terminate: " + homes.snapshot());
            good = false;
        }
        return good;
    }

    /** Side by side: those that are not in order take until their limit. */
    private static boolean check(List<StarvedQueue> queues) throws InterruptedException {
        final AtomicInteger good = new AtomicInteger();
        final List<Thread> checkers = new ArrayList<>();
        for (StarvedQueue queue : queues) {
            checkers.add(new Thread(
                    () -> {
                        try {
                            good.addAndGet(queue.check() ? 1 : 0);
                        } catch (Throwable thrown) {
                            thrown.printStackTrace(System.out);
                        }
                    },
                    "checker"));
        }
        checkers.forEach(Thread::start);
        for (Thread checker : checkers) {
            checker.join();
        }
        return good.get() == queues.size();
    }
}

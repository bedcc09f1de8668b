package io.threadlets.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes one queued task holds until it is run.
 *
 * <p><b>Workload.</b> A million tasks are queued behind one that blocks the only thread; what the heap holds then, less
 * what it held before, for each of them. What their submitter holds, the futures say, is counted; the array that he
 * keeps it in is not, nor are works that existed before.
 *
 * <p><b>Rivals.</b> Each {@link Way} of submitting.
 *
 * <p><b>Command.</b> {@code java -Xmx2g -XX:+UseSerialGC -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.Held}, which prints a line {@code way<TAB>bytes} for each; ways may be given as arguments.
 */
public final class Held {
    private static final int TASKS = 1_000_000;
    private static final int COLLECTIONS = 5;

    private Held() {}

    /**
     * Measures.
     *
     * @param args names of ways, or none for all of them
     */
    public static void main(String[] args) {
        final Way[] ways = args.length == 0
                ? Way.values()
                : Arrays.stream(args).map(Way::valueOf).toArray(Way[]::new);
        bytesPerTask(ways[0]); // a JVM's first round also frees what its start left behind
        for (final Way way : ways) {
            System.out.printf(Locale.ROOT, "%s\t%.1f%n", way, bytesPerTask(way));
        }
    }

    private static double bytesPerTask(Way way) {
        final @Nullable Object[] kept = new @Nullable Object[TASKS];
        final CountDownLatch gate = new CountDownLatch(1);
        try (Way.Door door = way.open(1, TASKS)) {
            Way.ENDS.reset(TASKS);
            door.executor().execute(() -> awaitOpen(gate));
            final long before = used();
            for (int i = 0; i < TASKS; i++) {
                kept[i] = door.submit(i);
            }
            final long after = used();
            gate.countDown();
            Way.ENDS.await();
            requireKept(kept);
            return (double) (after - before) / TASKS;
        }
    }

    static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long used() {
        final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Looks at what is kept when all is over, so that no compiler drops it before. */
    private static void requireKept(@Nullable Object[] kept) {
        final boolean some = kept[0] != null;
        for (final Object one : kept) {
            if (some != (one != null)) {
                throw new IllegalStateException("Some submissions returned something and some did not.");
            }
        }
    }
}

package io.threadlets.benchmarks.limit;

import io.threadlets.benchmarks.limit.Limited.Service;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a caller and the calls that wait see of a limit that is reached.
 *
 * <p><b>Workload.</b> A method of which 8 calls may run at once, each on a virtual thread. 8 calls run and hold the
 * limit; then 10,000 more are made, one after the other, whose bodies do nothing but take a number; then the 8 end.
 * Printed for each round: what a call costs its caller ({@code submit p50}, {@code submit p99}), how many calls began
 * after one that was made later ({@code overtaken}), and how many places the one that lost most of them was behind
 * ({@code places lost}). The number is taken on the thread of the call: 8 threads at once may take theirs in another
 * order than that in which they got their calls.
 *
 * <p><b>Rivals.</b> Each {@link Limited}.
 *
 * <p><b>Command.</b> {@code java -Xmx1g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.limit.FullLimit}, with Java 21 or later, which takes less than a minute and prints lines
 * {@code name<TAB>metric<TAB>value<TAB>unit}. The number of rounds and that of calls may be given as arguments.
 */
public final class FullLimit {
    private static final int FIRST_VERSION = 21;
    private static final int ROUNDS = 20;
    private static final int CALLS = 10_000;
    private static final int WARM_UP_ROUNDS = 10;

    private FullLimit() {}

    /**
     * Measures.
     *
     * @param args the number of rounds and the number of calls, or nothing for the usual ones
     * @throws IOException where the result cannot be written
     * @throws InterruptedException where the caller wants an end
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(
                args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS,
                args.length > 1 ? Integer.parseInt(args[1]) : CALLS,
                System.out);
    }

    static void run(int rounds, int calls, Appendable out) throws IOException, InterruptedException {
        if (!isAvailable()) {
            out.append("Virtual threads need Java " + FIRST_VERSION + ": nothing is measured.\n");
            return;
        }
        try (ConfigurableApplicationContext queue = Limited.THREADLETS.open();
                ConfigurableApplicationContext limit = Limited.CONCURRENCY_LIMIT.open()) {
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                // In turns, since the machine is not equally fast all the time.
                final Round ofQueue = Round.of(queue.getBean(Service.class), calls);
                final Round ofLimit = Round.of(limit.getBean(Service.class), calls);
                if (round >= 0) {
                    ofQueue.print(Limited.THREADLETS, out);
                    ofLimit.print(Limited.CONCURRENCY_LIMIT, out);
                }
            }
        }
    }

    static boolean isAvailable() {
        return Runtime.version().feature() >= FIRST_VERSION;
    }

    /**
     * What was seen once.
     *
     * @param submitNanos what each call cost its caller, the least first
     * @param places which number each call took, in the order in which the calls were made
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes them
    record Round(long[] submitNanos, int[] places) {
        static Round of(Service service, int calls) throws InterruptedException {
            final CountDownLatch full = new CountDownLatch(Limited.LIMIT);
            final CountDownLatch release = new CountDownLatch(1);
            final CompletableFuture<?>[] all = new CompletableFuture<?>[Limited.LIMIT + calls];
            for (int i = 0; i < Limited.LIMIT; i++) {
                all[i] = service.call(() -> hold(full, release));
            }
            full.await();
            final AtomicInteger next = new AtomicInteger();
            final int[] places = new int[calls];
            final long[] submitNanos = new long[calls];
            for (int i = 0; i < calls; i++) {
                final int call = i;
                final Runnable body = () -> places[call] = next.getAndIncrement();
                final long before = System.nanoTime();
                all[Limited.LIMIT + i] = service.call(body);
                submitNanos[i] = System.nanoTime() - before;
            }
            release.countDown();
            CompletableFuture.allOf(all).join();
            Arrays.sort(submitNanos);
            return new Round(submitNanos, places);
        }

        private static void hold(CountDownLatch full, CountDownLatch release) {
            full.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Interrupted while measuring.", e);
            }
        }

        /** How many calls began after one that was made later. */
        int overtaken() {
            int overtaken = 0;
            int first = Integer.MAX_VALUE;
            for (int call = places.length - 1; call >= 0; call--) {
                if (places[call] > first) {
                    overtaken++;
                }
                first = Math.min(first, places[call]);
            }
            return overtaken;
        }

        /** How many places the call that lost most of them was behind. */
        int placesLost() {
            int lost = 0;
            for (int call = 0; call < places.length; call++) {
                lost = Math.max(lost, places[call] - call);
            }
            return lost;
        }

        /** Takes the least time that at least the given share of the times does not exceed. */
        long percentile(double share) {
            return submitNanos[(int) Math.ceil(share * submitNanos.length) - 1];
        }

        void print(Limited who, Appendable out) throws IOException {
            out.append(line(who, "submit p50", percentile(0.5), "ns"));
            out.append(line(who, "submit p99", percentile(0.99), "ns"));
            out.append(line(who, "overtaken", overtaken(), ""));
            out.append(line(who, "places lost", placesLost(), ""));
        }

        private static String line(Limited who, String metric, long value, String unit) {
            return String.format(Locale.ROOT, "%s\t%s\t%d\t%s%n", who, metric, value, unit);
        }
    }
}

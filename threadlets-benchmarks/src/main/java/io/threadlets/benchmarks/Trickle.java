package io.threadlets.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How much processor time a task costs where little goes on.
 *
 * <p><b>Workload.</b> A pool of 8 idle threads, and a submitter that submits a tiny task 200 times a second, for some
 * seconds, and sleeps in between; the processor time of all Java threads meanwhile, those that carry virtual ones
 * included, for each of the tasks. So what the submitter needs for his sleep is counted too, for both alike. The two
 * pools take turns.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue, both with
 * platform threads and, where there are such, with virtual ones.
 *
 * <p><b>Command.</b> {@code java -Xmx1g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.Trickle}, which takes half a minute for each kind of threads. A quick look: {@code … Trickle
 * rounds=2 kind=PLATFORM}.
 */
public final class Trickle {
    private static final int THREADS = 8;

    private Trickle() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     */
    public static void main(String[] args) {
        final Settings settings = Settings.of(args, "rate=200", "kind=PLATFORM,VIRTUAL", "rounds=5", "seconds=3");
        for (final ThreadKind kind : settings.kinds("kind")) {
            for (final int rate : settings.numbers("rate")) {
                final Line line = Line.of("processor time").with("kind", kind).with("rate", rate);
                warmUp(kind);
                for (int round = 0; round < settings.number("rounds"); round++) {
                    for (final Peer peer : Rival.inTurns(round)) {
                        line.printNanos(peer, nanosPerTask(peer, kind, rate, rate * settings.number("seconds")));
                    }
                }
            }
        }
    }

    /** Long enough for the compiler, which would be counted otherwise. */
    private static void warmUp(ThreadKind kind) {
        for (int round = 0; round < 4; round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                nanosPerTask(peer, kind, 10_000, 10_000);
            }
        }
    }

    private static double nanosPerTask(Peer peer, ThreadKind kind, int rate, int tasks) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            rival.warmUp(peer, THREADS);
            final OpenLoop loop = new OpenLoop(peer, rate, tasks, OpenLoop.Pace.SLEEP);
            final long before = processorNanos();
            loop.run(rival);
            return (double) (processorNanos() - before) / tasks;
        }
    }

    /** Of all threads that live: none that matters ends while it is measured. */
    private static long processorNanos() {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final long id : threads.getAllThreadIds()) {
            sum += Math.max(0, threads.getThreadCpuTime(id)); // -1 where it has ended
        }
        return sum;
    }
}

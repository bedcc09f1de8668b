package io.threadlets.benchmarks;

/**
 * How long a task waits for its thread where others want the processors too.
 *
 * <p><b>Workload.</b> A pool of 8 idle threads, and beside it threads that are always busy. One submitter submits tiny
 * tasks at a fixed rate for a second, but at least 40 of them, so that p99 is the longest of them at the lowest rate.
 * For each task the time from before its submission until its body begins; of these the median and the 99th percentile.
 * The two pools take turns, a new pool each time.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue, both with
 * platform threads and, where there are such, with virtual ones. The busy threads are platform threads always.
 *
 * <p><b>Command.</b> {@code java -Xmx1g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.BusyMachine}, which takes three minutes for each kind of threads. A minute or less take
 * {@code … BusyMachine busy=0,4 rate=200,20000 rounds=3}; {@code kind=PLATFORM} or {@code kind=VIRTUAL} leaves the
 * other kind out, {@code millis=500} makes each run shorter, and {@code pace=SPIN} makes the submitter one more busy
 * thread, which sleeps otherwise.
 */
public final class BusyMachine {
    private static final int THREADS = 8;
    private static final int LEAST_TASKS = 40;

    private BusyMachine() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     */
    public static void main(String[] args) {
        final Settings settings = Settings.of(
                args,
                "busy=0,2,4,8",
                "rate=20,200,2000,20000",
                "kind=PLATFORM,VIRTUAL",
                "rounds=5",
                "millis=1000",
                "pace=SLEEP");
        final OpenLoop.Pace pace = OpenLoop.Pace.valueOf(settings.texts("pace").get(0));
        for (final ThreadKind kind : settings.kinds("kind")) {
            warmUp(kind);
            for (final int busy : settings.numbers("busy")) {
                try (BusyThreads neighbours = new BusyThreads(busy)) {
                    for (final int rate : settings.numbers("rate")) {
                        run(settings, kind, neighbours.count(), rate, pace);
                    }
                }
            }
        }
    }

    private static void warmUp(ThreadKind kind) {
        for (int round = 0; round < 4; round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                delays(peer, kind, 20_000, 6_000, OpenLoop.Pace.SLEEP);
            }
        }
    }

    private static void run(Settings settings, ThreadKind kind, int busy, int rate, OpenLoop.Pace pace) {
        final int tasks = (int) Math.max(LEAST_TASKS, (long) rate * settings.number("millis") / 1_000);
        for (int round = 0; round < settings.number("rounds"); round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                final long[] delays = delays(peer, kind, rate, tasks, pace);
                print("p50", OpenLoop.percentile(delays, 0.5), peer, kind, busy, rate);
                print("p99", OpenLoop.percentile(delays, 0.99), peer, kind, busy, rate);
            }
        }
    }

    private static long[] delays(Peer peer, ThreadKind kind, int rate, int tasks, OpenLoop.Pace pace) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            rival.warmUp(peer, THREADS);
            return new OpenLoop(peer, rate, tasks, pace).run(rival);
        }
    }

    private static void print(String metric, long nanos, Peer peer, ThreadKind kind, int busy, int rate) {
        Line.of(metric).with("kind", kind).with("busy", busy).with("rate", rate).printNanos(peer, nanos);
    }
}

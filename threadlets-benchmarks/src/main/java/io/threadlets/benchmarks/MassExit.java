package io.threadlets.benchmarks;

/**
 * How long many idle threads take to leave.
 *
 * <p><b>Workload.</b> A pool all of whose threads were busy once and wait. Then one call, and the time until the pool
 * says that it has been obeyed: {@code shutdown} until it is terminated; {@code pause} until it has no thread;
 * {@code resize} to at most one thread until it has at most one. A new pool each time; the two pools take turns.
 *
 * <p><b>Rivals.</b> A {@code ThreadletQueue}, and a {@code ThreadPoolExecutor} with its linked queue. That cannot be
 * paused: its core threads are told to time out, and the time to keep them alive is made next to nothing, so that none
 * stays. Its counterpart of {@code resize} is {@code setCorePoolSize} and {@code setMaximumPoolSize}. It is terminated
 * when all its threads have decided to end; the queue, when they have ended.
 *
 * <p><b>Command.</b> {@code java -Xmx2g -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.MassExit}. A quick look: {@code … MassExit PLATFORM=1000 VIRTUAL= rounds=2 call=shutdown}.
 */
public final class MassExit {
    private static final int WARM_UP_THREADS = 200;
    private static final int WARM_UP_ROUNDS = 3;

    private MassExit() {}

    /**
     * Measures.
     *
     * @param args settings other than the usual ones
     */
    public static void main(String[] args) {
        final Settings settings =
                Settings.of(args, "PLATFORM=1000,4000", "VIRTUAL=1000,40000", "call=shutdown,pause,resize", "rounds=5");
        for (final ThreadKind kind : ThreadKind.values()) {
            if (!kind.isAvailable() || settings.texts(kind.name()).isEmpty()) {
                continue;
            }
            for (final String call : settings.texts("call")) {
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    for (final Peer peer : Rival.inTurns(round)) {
                        nanos(peer, kind, WARM_UP_THREADS, call);
                    }
                }
            }
            for (final int threads : settings.numbers(kind.name())) {
                for (final String call : settings.texts("call")) {
                    run(kind, threads, call, settings.number("rounds"));
                }
            }
        }
    }

    private static void run(ThreadKind kind, int threads, String call, int rounds) {
        final Line line = Line.of(call).with("kind", kind).with("threads", threads);
        for (int round = 0; round < rounds; round++) {
            for (final Peer peer : Rival.inTurns(round)) {
                line.printNanos(peer, nanos(peer, kind, threads, call));
            }
        }
    }

    private static long nanos(Peer peer, ThreadKind kind, int threads, String call) {
        try (Rival rival = Rival.open(peer, RivalShape.of(threads, kind))) {
            rival.warmUp(peer, threads);
            final long begin = System.nanoTime();
            switch (call) {
                case "shutdown" -> {
                    rival.shutdown();
                    rival.awaitTermination();
                }
                case "pause" -> {
                    rival.pause();
                    awaitAtMost(rival, 0);
                }
                case "resize" -> {
                    rival.shrink();
                    awaitAtMost(rival, 1);
                }
                default -> throw new IllegalArgumentException("call must be shutdown, pause or resize but was " + call);
            }
            return System.nanoTime() - begin;
        }
    }

    private static void awaitAtMost(Rival rival, int threads) {
        while (rival.threads() > threads) {
            Rival.sleep(Rival.LOOK_NANOS);
        }
    }
}

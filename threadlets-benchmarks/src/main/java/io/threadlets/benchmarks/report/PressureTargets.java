package io.threadlets.benchmarks.report;

import static io.threadlets.benchmarks.report.Comparison.BASE;
import static io.threadlets.benchmarks.report.Comparison.OWN;

import io.threadlets.benchmarks.report.Target.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is to be reached on busy machines, with thousands of threads and at the limits of a queue. */
final class PressureTargets {

    private static final String EXECUTOR = "THREADLETS_EXECUTOR";

    private PressureTargets() {}

    static List<Target> all() {
        final List<Target> all = new ArrayList<>(runnables());
        final Table allRunning = Table.of("Sleepers.allRunning");
        all.add(allRunning.against("64 works to 64 idle threads: until all run", "ENHANCED_QUEUE", 1));
        all.add(allRunning.against(
                "64 works to 64 idle virtual threads: until all run", "THREADLETS_VIRTUAL", "VIRTUAL", 1.2));
        for (String kind : List.of("PLATFORM", "VIRTUAL")) {
            for (String busy : List.of("2", "4", "8")) {
                for (String metric : List.of("p50", "p99")) {
                    all.add(new Table("BusyMachine:" + metric, Map.of("kind", kind, "busy", busy))
                            .worst("Start of a work, " + busy + " busy threads, " + name(kind) + ": " + metric, 1.5));
                }
            }
        }
        for (String kind : List.of("PLATFORM", "VIRTUAL")) {
            for (String call : List.of("shutdown", "pause", "resize")) {
                all.add(new Table("MassExit:" + call, Map.of("kind", kind))
                        .worst("Mass exit, " + name(kind) + ": " + call, 2));
            }
        }
        all.addAll(manyThreads());
        all.addAll(starts());
        all.add(Table.of("BlockAtLimit.burst").worst("Waiting for room", 1));
        all.add(Table.of("Trickle:processor time").worst("Processor time of a trickle", 1.1));
        return all;
    }

    private static String name(String kind) {
        return kind.toLowerCase(Locale.ROOT) + " threads";
    }

    private static List<Target> runnables() {
        final List<Target> all = new ArrayList<>();
        for (String submitters : List.of("1", "4")) {
            for (String threads : List.of("8", "64")) {
                for (String tasks : List.of("1000", "10000")) {
                    final String what = "Burst of %s runnables, %s %s, %s threads"
                            .formatted(tasks, submitters, submitters.equals("1") ? "submitter" : "submitters", threads);
                    all.add(new Table(
                                    "Burst.burst", Map.of("submitters", submitters, "threads", threads, "tasks", tasks))
                            .against(what, EXECUTOR, BASE, 0.75));
                }
            }
        }
        all.add(new Target(
                "Bursts of runnables, the slowest fork of all",
                "≤ 1.50 of the median of its forks",
                Bound.AT_MOST,
                1.5,
                Unit.PLAIN,
                run -> run.tables("Burst.burst", Map.of()).stream()
                        .flatMap(table -> table.find(EXECUTOR).stream())
                        .map(Measurement::figure)
                        .mapToDouble(figure -> figure.max() / figure.median())
                        .max()));
        return all;
    }

    private static List<Target> manyThreads() {
        final List<Target> all = new ArrayList<>();
        for (String call : List.of("reject", "cancel", "caller runs", "owns other", "owns one", "numbers")) {
            final String benchmark = "ManyThreads:" + call;
            all.add(new Target(
                    "Many threads, " + call + ": most against fewest",
                    "≤ 2.00 times as long",
                    Bound.AT_MOST,
                    2,
                    Unit.PLAIN,
                    run -> Targets.flatness(run.series(benchmark, OWN, "threads"))));
        }
        all.add(Table.of("ManyThreads:reject").worst("Many threads, reject", 2));
        // Thread.interrupt takes longer with more threads on some JVMs, for everybody.
        all.add(Table.of("ManyThreads:cancel").worst("Many threads, cancel", 2));
        return all;
    }

    private static List<Target> starts() {
        final List<Target> all = new ArrayList<>();
        for (String what : List.of("slow factory", "slow thread")) {
            for (String which : List.of("first", "last")) {
                all.add(Table.of("SlowStarts:" + what + " " + which)
                        .against("Start of 8 works, " + what + ": the " + which, BASE, 1.1));
            }
        }
        all.add(new Target(
                "Calls of a factory that fails, for 200,000 works",
                "≤ 100",
                Bound.AT_MOST,
                100,
                Unit.PLAIN,
                run -> Table.of("SlowStarts:failing factory calls").in(run).median(OWN)));
        return all;
    }
}

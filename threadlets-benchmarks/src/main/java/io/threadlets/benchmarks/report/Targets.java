package io.threadlets.benchmarks.report;

import static io.threadlets.benchmarks.report.Comparison.BASE;
import static io.threadlets.benchmarks.report.Comparison.FLOOR;
import static io.threadlets.benchmarks.report.Comparison.OWN;

import io.threadlets.benchmarks.report.Target.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;

/** What this library sets out to reach, in the order of the report. What is measured together stands together. */
final class Targets {

    static final List<List<Target>> GROUPS = List.of(engine(), cost());

    private static final String BYTES = ":gc.alloc.rate.norm";

    private Targets() {}

    private static List<Target> engine() {
        final List<Target> all = new ArrayList<>();
        for (String threads : List.of("8", "64")) {
            final Table burst =
                    new Table("Burst.burst", Map.of("submitters", "1", "threads", threads, "tasks", "10000"));
            final String what = "Burst, 1 submitter, " + threads + " threads";
            all.add(burst.against(what, BASE, 0.7));
            all.add(burst.against(what, "ENHANCED_QUEUE", 0.2));
            all.add(burst.againstBest(what, 1));
        }
        for (String threads : List.of("8", "64")) {
            all.add(new Table("Burst.burst", Map.of("submitters", "4", "threads", threads, "tasks", "10000"))
                    .againstBest("Burst, 4 submitters, " + threads + " threads", 1));
        }
        all.add(Table.of("Sleepers.submitAll").against("64 works to 64 idle threads: the submitter's part", BASE, 1));
        all.add(Table.of("Sleepers.allRunning").againstBest("64 works to 64 idle threads: until all run", 1.1));
        all.add(Table.of("HandOver.handOver").against("Hand-over and back", BASE, 1));
        all.add(Table.of("HandOver.handOver").against("Hand-over and back", FLOOR, 1.3));
        all.add(Table.of("Blocking.block").againstBest("10,000 blocking works on 64 threads", 1.03));
        all.addAll(takingBack());
        all.addAll(memory());
        all.add(shrinking());
        all.addAll(PressureTargets.all());
        return List.copyOf(all);
    }

    /** What the starter costs. */
    private static List<Target> cost() {
        final List<Target> all = new ArrayList<>();
        for (String with : List.of("NOTHING", "CONTEXT_AND_METRICS")) {
            for (String benchmark : List.of("CallAndWait.call", "CallBurst.call")) {
                final String what = benchmark.startsWith("CallBurst")
                        ? "A call of 1,000 at once, with "
                        : "A call that is waited for, with ";
                final String switchedOn = with.toLowerCase(Locale.ROOT).replace('_', ' ');
                for (String peer : List.of("ASYNC", "BULKHEAD")) {
                    all.add(new Table(benchmark, Map.of("with", with)).against(what + switchedOn, peer, 1));
                    all.add(new Table(benchmark + BYTES, Map.of("with", with))
                            .against(what + switchedOn + ": bytes", peer, 1));
                }
            }
        }
        all.add(new Target(
                "Start of a bare application, from launch until ready",
                "≤ 1.03 of BARE, median of pairs",
                Bound.AT_MOST,
                1.03,
                Unit.PLAIN,
                run -> Table.of("StartUp:growth").in(run).median(OWN)));
        return List.copyOf(all);
    }

    private static List<Target> takingBack() {
        final String benchmark = "TakeBack.takeBack";
        final Function<Run, SortedMap<Long, Double>> own = run -> run.series(benchmark, OWN, "queued");
        final Function<Run, SortedMap<Long, Double>> base = run -> run.series(benchmark, BASE, "queued");
        return List.of(
                new Target(
                        "Dequeue, the slowest of all lengths of the queue",
                        "< 200 ns",
                        Bound.BELOW,
                        200,
                        Unit.NANOSECONDS,
                        run -> own.apply(run).values().stream()
                                .mapToDouble(Double::doubleValue)
                                .max()),
                new Target(
                        "Dequeue, from the longest queue against from the shortest",
                        "≤ 2.00 times as long",
                        Bound.AT_MOST,
                        2,
                        Unit.PLAIN,
                        run -> flatness(own.apply(run))),
                new Target(
                        "Dequeue, 100,000 queued",
                        "≥ 100 times as fast as " + BASE,
                        Bound.AT_LEAST,
                        100,
                        Unit.PLAIN,
                        run -> Comparison.ratio(at(base.apply(run), 100_000), at(own.apply(run), 100_000))));
    }

    private static List<Target> memory() {
        final Table allocation = Table.of("Allocation.burst" + BYTES);
        final Table held = Table.of("Held");
        return List.of(
                new Target(
                        "Allocation for a work that is used again",
                        "0 B (below 0.5 B)",
                        Bound.BELOW,
                        0.5,
                        Unit.BYTES,
                        run -> allocation.in(run).median("THREADLETS_WORK")),
                allocation.against("Allocation for a runnable", "THREADLETS_EXECUTE", "TPE_EXECUTE", 1),
                allocation.against("Allocation for a callable", "THREADLETS_CALLABLE", "TPE_CALLABLE", 1),
                held.against("Memory held for each queued work", "THREADLETS_NEW_WORK", "TPE_CALLABLE", 1),
                held.against("Memory held for each queued callable", "THREADLETS_CALLABLE", "TPE_CALLABLE", 1));
    }

    /** The idle timeout is the main's. */
    private static Target shrinking() {
        return new Target(
                "Light load, from 64 threads to 1",
                "≤ 3.00 s: the idle timeout of 2 s, and 1 s",
                Bound.AT_MOST,
                3e9,
                Unit.NANOSECONDS,
                run -> Table.of("LightLoad").in(run).median(OWN));
    }

    /** How many times as long the largest takes as the smallest. */
    static OptionalDouble flatness(SortedMap<Long, Double> sizes) {
        return sizes.size() < 2
                ? OptionalDouble.empty()
                : Comparison.ratio(at(sizes, sizes.lastKey()), at(sizes, sizes.firstKey()));
    }

    private static OptionalDouble at(SortedMap<Long, Double> sizes, long size) {
        final Double value = sizes.get(size);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}

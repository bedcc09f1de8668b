package io.threadlets.benchmarks.report;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A benchmark and the parameters, other than the peer, that a target is about.
 *
 * @param benchmark as in {@link Subject}
 * @param parameters as many as are needed to name one table
 */
record Table(String benchmark, Map<String, String> parameters) {

    static Table of(String benchmark) {
        return new Table(benchmark, Map.of());
    }

    Comparison in(Run run) {
        return run.comparison(benchmark, parameters);
    }

    /** Wants this library's figure to be at most so many times that of a peer. */
    Target against(String what, String peer, double limit) {
        return against(what, Comparison.OWN, peer, limit);
    }

    /** Wants the figure of one row to be at most so many times that of another. */
    Target against(String what, String row, String other, double limit) {
        return ratio(what, "≤ " + Unit.PLAIN.text(limit) + " of " + other, row, limit, table -> table.median(other));
    }

    /** Wants this library's figure to be at most so many times that of the fastest peer. */
    Target againstBest(String what, double limit) {
        final String aim = limit == 1 ? "not behind any peer" : "≤ " + Unit.PLAIN.text(limit) + " of the fastest peer";
        return ratio(what, aim, Comparison.OWN, limit, Comparison::bestRival);
    }

    /**
     * Wants this library's figure to be at most so many times that of the base, in each case that has these parameters.
     */
    Target worst(String what, double limit) {
        return new Target(
                what + ", the worst case",
                "≤ " + Unit.PLAIN.text(limit) + " of " + Comparison.BASE,
                Target.Bound.AT_MOST,
                limit,
                Unit.PLAIN,
                run -> run.tables(benchmark, parameters).stream()
                        .map(table -> Comparison.ratio(table.median(Comparison.OWN), table.median(Comparison.BASE)))
                        .flatMapToDouble(OptionalDouble::stream)
                        .max());
    }

    private Target ratio(String what, String aim, String row, double limit, Function<Comparison, OptionalDouble> base) {
        return new Target(what, aim, Target.Bound.AT_MOST, limit, Unit.PLAIN, run -> {
            final Comparison table = in(run);
            return Comparison.ratio(table.median(row), base.apply(table));
        });
    }
}

package io.threadlets.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What was set out to be reached.
 *
 * @param what the benchmark and its setting
 * @param aim the limit in words
 * @param bound which side of the limit is the good one
 * @param limit the limit
 * @param unit the unit of the limit and of what is reached
 * @param reached takes the figure from a run; empty where it was not measured
 */
record Target(String what, String aim, Bound bound, double limit, Unit unit, Function<Run, OptionalDouble> reached) {

    enum Bound {
        AT_MOST,
        BELOW,
        AT_LEAST
    }

    /** Writes what was reached in a run, and whether that is enough. */
    String verdict(Run run) {
        final OptionalDouble value = reached.apply(run);
        return value.isEmpty() ? "not measured" : unit.text(value.getAsDouble()) + ", " + verdict(value.getAsDouble());
    }

    private String verdict(double value) {
        final boolean met = switch (bound) {
            case AT_MOST -> value <= limit;
            case BELOW -> value < limit;
            case AT_LEAST -> value >= limit;
        };
        if (met) {
            return "met";
        }
        if (Double.isInfinite(value)) {
            return "**missed**";
        }
        if (unit == Unit.BYTES) {
            return "**missed by " + unit.text(value - limit) + "**"; // a share of nearly nothing says nothing
        }
        final double missed = Math.abs(value - limit) / limit * 100;
        return "**missed by " + (missed < 10 ? String.format(Locale.ROOT, "%.1f", missed) : Unit.PLAIN.text(missed))
                + " %**";
    }
}

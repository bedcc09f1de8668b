package io.threadlets.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The rows of one table on one JDK, and the ratios between them.
 *
 * @param measurements one for each row
 */
record Comparison(List<Measurement> measurements) {

    static final String OWN = "THREADLETS";
    static final String BASE = "TPE_LINKED";

    /** What a table's ratios are told of: the first of these that it has. */
    static final List<String> BASES = List.of(BASE, "ASYNC", "BARE");

    /** The floor below every hand-over; it queues nothing, so it is nobody's rival. */
    static final String FLOOR = "PARK";

    Comparison {
        final long rows = measurements.stream().map(Measurement::row).distinct().count();
        if (rows != measurements.size()) {
            throw new IllegalArgumentException("a row was measured twice, or parameters are missing: " + measurements);
        }
    }

    Optional<Measurement> find(String row) {
        return measurements.stream()
                .filter(measurement -> measurement.row().equals(row))
                .findFirst();
    }

    OptionalDouble median(String row) {
        return find(row)
                .map(measurement -> OptionalDouble.of(measurement.figure().median()))
                .orElse(OptionalDouble.empty());
    }

    /** The least median of all rows but the floor. */
    OptionalDouble best() {
        return best(row -> true);
    }

    /** The least median of all rows that are somebody else's. */
    OptionalDouble bestRival() {
        return best(row -> !isOwn(row));
    }

    private OptionalDouble best(Predicate<String> which) {
        return measurements.stream()
                .filter(measurement -> !measurement.row().equals(FLOOR) && which.test(measurement.row()))
                .mapToDouble(measurement -> measurement.figure().median())
                .min();
    }

    /** Whether a row is this library's, whatever the way in. */
    static boolean isOwn(String row) {
        return row.startsWith(OWN);
    }

    /** Divides where both are there; nothing is a multiple of never. */
    static OptionalDouble ratio(OptionalDouble value, OptionalDouble base) {
        return value.isPresent() && base.isPresent() && Double.isFinite(base.getAsDouble())
                ? OptionalDouble.of(value.getAsDouble() / base.getAsDouble())
                : OptionalDouble.empty();
    }
}

package io.threadlets.benchmarks.report;

import java.util.Map;

/**
 * How a unit of JMH becomes one of the report's.
 *
 * @param unit what is counted
 * @param factor what a value is multiplied with
 */
record Scale(Unit unit, double factor) {

    private static final Map<String, Scale> SCALES = Map.of(
            "ns", new Scale(Unit.NANOSECONDS, 1),
            "us", new Scale(Unit.NANOSECONDS, 1e3),
            "ms", new Scale(Unit.NANOSECONDS, 1e6),
            "s", new Scale(Unit.NANOSECONDS, 1e9),
            "B", new Scale(Unit.BYTES, 1),
            "bytes", new Scale(Unit.BYTES, 1));

    /** Reads {@code us/op}, {@code B/op} and the like; what is neither time nor bytes is a plain number. */
    static Scale of(String jmhUnit) {
        final String numerator = jmhUnit.endsWith("/op") ? jmhUnit.substring(0, jmhUnit.length() - 3) : jmhUnit;
        return SCALES.getOrDefault(numerator, new Scale(Unit.PLAIN, 1));
    }
}

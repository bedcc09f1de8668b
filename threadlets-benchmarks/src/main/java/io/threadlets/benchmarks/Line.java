package io.threadlets.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what a main has measured in one round, for the report: {@code peer<TAB>metric<TAB>value<TAB>unit}, and then
 * {@code <TAB>parameter=value} for each parameter.
 *
 * @param metric what was measured
 * @param parameters under what circumstances
 */
record Line(String metric, Map<String, String> parameters) {
    static Line of(String metric) {
        return new Line(metric, Map.of());
    }

    Line with(String parameter, Object value) {
        final Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, String.valueOf(value));
        return new Line(metric, more);
    }

    void print(Peer peer, double value, String unit) {
        final StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%s\t%s\t%.4f\t%s", peer, metric, value, unit));
        parameters.forEach((parameter, of) ->
                line.append('\t').append(parameter).append('=').append(of));
        System.out.println(line);
    }

    void printNanos(Peer peer, long nanos) {
        printNanos(peer, (double) nanos);
    }

    void printNanos(Peer peer, double nanos) {
        print(peer, nanos, "ns");
    }
}

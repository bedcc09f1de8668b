package io.threadlets.benchmarks.report;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What peers are compared in, and so one table: a benchmark and its parameters other than the peer.
 *
 * @param benchmark the class and the method, as in {@code Burst.run}; a metric other than time after a colon
 * @param parameters the other parameters by name
 */
record Subject(String benchmark, SortedMap<String, String> parameters) implements Comparable<Subject> {

    /** By benchmark, then by parameters, numbers by their size. */
    private static final Comparator<Subject> ORDER =
            Comparator.comparing(Subject::benchmark).thenComparing(Subject::sortable);

    static Subject of(String benchmark, Map<String, String> parameters) {
        return new Subject(benchmark, new TreeMap<>(parameters));
    }

    /** Writes the parameters as people read them; empty where there are none. */
    String parametersText() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + " = " + parameter.getValue())
                .collect(Collectors.joining(", "));
    }

    String title() {
        return parameters.isEmpty() ? benchmark : benchmark + ", " + parametersText();
    }

    /** Whether a main printed it for more than one case; JMH's benchmarks have a method, and so a dot. */
    boolean isCase() {
        return !parameters.isEmpty() && !benchmark.contains(".");
    }

    private String sortable() {
        return parameters.values().stream()
                .map(value -> value.matches("\\d{1,18}") ? String.format("%018d", Long.parseLong(value)) : value)
                .collect(Collectors.joining(" "));
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}

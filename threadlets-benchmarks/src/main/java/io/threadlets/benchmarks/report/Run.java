package io.threadlets.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All measurements on one JDK.
 *
 * @param jdk its name in headings, as in {@code JDK 17}
 * @param machines the full versions of the virtual machines that were measured: one, unless files were mixed up
 * @param flags their flags, one entry for each different set
 * @param measurements every figure, in the order of measuring
 */
record Run(String jdk, Set<String> machines, Set<String> flags, List<Measurement> measurements) {

    /** Finds the table of a benchmark whose parameters include the given ones. */
    Comparison comparison(String benchmark, Map<String, String> parameters) {
        final List<Measurement> found = measurements.stream()
                .filter(measurement -> measurement.subject().benchmark().equals(benchmark))
                .filter(measurement ->
                        measurement.subject().parameters().entrySet().containsAll(parameters.entrySet()))
                .toList();
        return new Comparison(found);
    }

    /** Finds all tables of a benchmark whose parameters include the given ones. */
    List<Comparison> tables(String benchmark, Map<String, String> parameters) {
        return measurements.stream()
                .map(Measurement::subject)
                .filter(subject -> subject.benchmark().equals(benchmark)
                        && subject.parameters().entrySet().containsAll(parameters.entrySet()))
                .distinct()
                .map(this::comparison)
                .toList();
    }

    Comparison comparison(Subject subject) {
        return new Comparison(measurements.stream()
                .filter(measurement -> measurement.subject().equals(subject))
                .toList());
    }

    /** Gives the sizes or other values of a parameter that a row was measured with, with the figure of each. */
    SortedMap<Long, Double> series(String benchmark, String row, String parameter) {
        return measurements.stream()
                .filter(measurement -> measurement.subject().benchmark().equals(benchmark)
                        && measurement.row().equals(row)
                        && measurement.subject().parameters().containsKey(parameter))
                .collect(Collectors.toMap(
                        measurement -> Long.valueOf(Optional.ofNullable(
                                        measurement.subject().parameters().get(parameter))
                                .orElseThrow()),
                        measurement -> measurement.figure().median(),
                        (first, second) -> second,
                        TreeMap::new));
    }

    static SortedSet<Subject> subjects(List<Run> runs) {
        return runs.stream()
                .flatMap(run -> run.measurements().stream())
                .map(Measurement::subject)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

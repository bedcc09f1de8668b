package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads what a main printed: {@code name<TAB>bytes}, {@code name<TAB>reached one<TAB>milliseconds}, {@code name<TAB>not
 * within<TAB>milliseconds}, which counts as never, or any number of lines {@code name<TAB>metric<TAB>value<TAB>unit},
 * each of which counts like a fork, and which may end with any number of {@code <TAB>parameter=value}. Of the lines
 * that begin with {@code #} the first names the flags of the virtual machine. Every other line is talk.
 */
final class MainOutput {

    private MainOutput() {}

    static List<Measurement> read(Path file, String main) throws IOException {
        final Subject subject = Subject.of(main, Map.of());
        final Map<Metric, List<Double>> repeated = new LinkedHashMap<>();
        final List<String> lines = Files.readAllLines(file);
        final String how = "Printed by the main " + main
                + lines.stream()
                        .filter(line -> line.startsWith("# "))
                        .findFirst()
                        .map(line -> ", run once with `" + line.substring(2) + "`")
                        .orElse(", run once");
        final List<Measurement> measurements = new ArrayList<>();
        for (String line : lines) {
            final String[] cells = line.split("\t", -1);
            if (cells.length == 2) {
                measurements.add(once(subject, cells[0], Double.parseDouble(cells[1]), Unit.BYTES, how));
            } else if (cells.length == 3 && cells[1].equals("reached one")) {
                measurements.add(once(subject, cells[0], Double.parseDouble(cells[2]) * 1e6, Unit.NANOSECONDS, how));
            } else if (cells.length == 3 && cells[1].equals("not within")) {
                measurements.add(once(subject, cells[0], Double.POSITIVE_INFINITY, Unit.NANOSECONDS, how));
            } else if (cells.length >= 4) {
                repeated.computeIfAbsent(
                                new Metric(cells[1], cells[0], Scale.of(cells[3]), parameters(cells)),
                                metric -> new ArrayList<>())
                        .add(Double.valueOf(cells[2]));
            }
        }
        repeated.forEach((metric, values) -> measurements.add(metric.measurement(main, values)));
        return measurements;
    }

    private static Map<String, String> parameters(String[] cells) {
        return Arrays.stream(cells)
                .skip(4)
                .map(cell -> cell.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
    }

    /** What was printed again and again. */
    private record Metric(String name, String row, Scale scale, Map<String, String> parameters) {
        Measurement measurement(String main, List<Double> values) {
            return new Measurement(
                    Subject.of(main + ":" + name, parameters),
                    row,
                    Figure.ofForks(
                            values.stream().map(value -> value * scale.factor()).toList(), scale.unit()),
                    List.of(),
                    "Printed by the main " + main + " for each of " + values.size() + " rounds");
        }
    }

    private static Measurement once(Subject subject, String row, double value, Unit unit, String how) {
        return new Measurement(subject, row, Figure.ofForks(List.of(value), unit), List.of(), how);
    }
}

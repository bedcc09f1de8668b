package io.threadlets.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays out measurements: one table for each subject, or all of them as one. */
final class Tables {

    private static final String NOTHING = "–";
    private static final String OF_BEST = "of the best";
    private static final String OF_BASE = "of the base";

    private Tables() {}

    /** Writes the tables of all subjects with their headings; the cases of a main share one. */
    static String markdown(List<Run> runs) {
        return Run.subjects(runs).stream()
                .map(subject -> subject.isCase()
                        ? Cases.of(subject.benchmark(), runs).markdown()
                        : new Section(subject, runs).markdown())
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Lays out everything as one table, a line for each row and JDK. */
    static Grid flat(List<Run> runs) {
        final List<String> heading =
                new ArrayList<>(List.of("benchmark", "parameters", "peer", "JDK", "median (forks)"));
        heading.addAll(Measurement.TAIL_NAMES);
        heading.addAll(List.of(OF_BEST, OF_BASE));
        final Grid grid = Grid.of(heading);
        for (Subject subject : Run.subjects(runs)) {
            final Section section = new Section(subject, runs);
            for (String row : section.rows()) {
                for (Run run : section.measured) {
                    final List<String> figures = section.figures(
                            row, run, /* tail= */ true, section.base().orElse(NOTHING));
                    if (!figures.get(0).equals(NOTHING)) {
                        final List<String> cells =
                                new ArrayList<>(List.of(subject.benchmark(), subject.parametersText(), row, run.jdk()));
                        cells.addAll(figures);
                        grid.add(cells);
                    }
                }
            }
        }
        return grid;
    }

    /** One subject on the JDKs that it was measured on. */
    private static final class Section {

        private final Subject subject;
        private final List<Run> measured;

        Section(Subject subject, List<Run> runs) {
            this.subject = subject;
            this.measured = runs.stream()
                    .filter(run -> !run.comparison(subject).measurements().isEmpty())
                    .toList();
        }

        String markdown() {
            final boolean tail = measurements().stream()
                    .anyMatch(measurement -> !measurement.tail().isEmpty());
            final Optional<String> base = base();
            final List<String> heading = new ArrayList<>(List.of(rows().contains(Comparison.OWN) ? "peer" : "case"));
            for (Run run : measured) {
                heading.add(run.jdk() + (tail ? " p50" : ""));
                if (tail) {
                    heading.addAll(Measurement.TAIL_NAMES);
                }
                heading.add(OF_BEST);
                base.ifPresent(row -> heading.add("of " + row));
            }
            final Grid grid = Grid.of(heading);
            for (String row : rows()) {
                final List<String> cells = new ArrayList<>(List.of(row));
                measured.forEach(run -> cells.addAll(figures(row, run, tail, base.orElse(null))));
                grid.add(
                        Comparison.isOwn(row)
                                ? cells.stream().map(cell -> "**" + cell + "**").toList()
                                : cells);
            }
            final String how =
                    measurements().stream().map(Measurement::how).distinct().collect(Collectors.joining(" / "));
            return "### " + subject.title() + "\n\n" + how + (tail ? ". Ratios are those of p50.\n\n" : ".\n\n")
                    + grid.toMarkdown();
        }

        Set<String> rows() {
            return measurements().stream().map(Measurement::row).collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** The row that the others are multiples of. */
        Optional<String> base() {
            return Comparison.BASES.stream().filter(rows()::contains).findFirst();
        }

        /** The cells of one row for one JDK; the last one only with a base. */
        List<String> figures(String row, Run run, boolean tail, @Nullable String base) {
            final Comparison comparison = run.comparison(subject);
            final Optional<Measurement> found = comparison.find(row);
            final List<String> cells = new ArrayList<>();
            cells.add(figure(found));
            if (tail) {
                cells.addAll(tail(found));
            }
            cells.add(ratio(comparison.median(row), comparison.best()));
            if (base != null) {
                cells.add(ratio(comparison.median(row), comparison.median(base)));
            }
            return cells;
        }

        private List<Measurement> measurements() {
            return measured.stream()
                    .flatMap(run -> run.comparison(subject).measurements().stream())
                    .toList();
        }

        private static List<String> tail(Optional<Measurement> found) {
            final List<String> cells = new ArrayList<>();
            found.ifPresent(measurement ->
                    measurement.tail().forEach(figure -> cells.add(figure.unit().text(figure.median()))));
            while (cells.size() < Measurement.TAIL_NAMES.size()) {
                cells.add(NOTHING);
            }
            return cells;
        }
    }

    static String figure(Optional<Measurement> found) {
        return found.map(measurement -> measurement.figure().text()).orElse(NOTHING);
    }

    static String ratio(OptionalDouble value, OptionalDouble base) {
        final OptionalDouble ratio = Comparison.ratio(value, base);
        return ratio.isPresent() && Double.isFinite(ratio.getAsDouble())
                ? Unit.PLAIN.text(ratio.getAsDouble())
                : NOTHING;
    }
}

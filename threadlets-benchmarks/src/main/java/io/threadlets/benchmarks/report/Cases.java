package io.threadlets.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of a main that compares this library with one other in many cases: a line for each case, since a table for
 * each of them would have two lines.
 *
 * @param benchmark the main and the metric
 * @param subjects the cases, in their order
 * @param runs those that have at least one of them
 */
record Cases(String benchmark, List<Subject> subjects, List<Run> runs) {

    private static final List<String> ROWS = List.of(Comparison.OWN, Comparison.BASE);

    static Cases of(String benchmark, List<Run> runs) {
        final List<Subject> subjects = Run.subjects(runs).stream()
                .filter(subject -> subject.benchmark().equals(benchmark))
                .toList();
        return new Cases(
                benchmark,
                subjects,
                runs.stream()
                        .filter(run -> subjects.stream()
                                .anyMatch(subject ->
                                        !run.comparison(subject).measurements().isEmpty()))
                        .toList());
    }

    String markdown() {
        final List<String> heading = new ArrayList<>(List.of("case"));
        for (Run run : runs) {
            ROWS.forEach(row -> heading.add(run.jdk() + " " + row));
            heading.add("of " + Comparison.BASE);
        }
        final Grid grid = Grid.of(heading);
        for (Subject subject : subjects) {
            final List<String> cells = new ArrayList<>(List.of(subject.parametersText()));
            for (Run run : runs) {
                final Comparison comparison = run.comparison(subject);
                ROWS.forEach(row -> cells.add(Tables.figure(comparison.find(row))));
                cells.add(Tables.ratio(comparison.median(Comparison.OWN), comparison.median(Comparison.BASE)));
            }
            grid.add(cells);
        }
        return "### " + benchmark + "\n\n" + how() + ".\n\n" + grid.toMarkdown();
    }

    private String how() {
        return runs.stream()
                .flatMap(run -> subjects.stream().flatMap(subject -> run.comparison(subject).measurements().stream()))
                .map(Measurement::how)
                .distinct()
                .collect(Collectors.joining(" / "));
    }
}

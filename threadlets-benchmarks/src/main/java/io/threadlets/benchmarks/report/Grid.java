package io.threadlets.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table with a heading: the first column is text, the others are figures.
 *
 * @param heading the columns' names
 * @param rows as many cells each
 */
record Grid(List<String> heading, List<List<String>> rows) {

    /** Makes a grid without rows. */
    static Grid of(List<String> heading) {
        return new Grid(List.copyOf(heading), new ArrayList<>());
    }

    void add(List<String> row) {
        if (row.size() != heading.size()) {
            throw new IllegalArgumentException("a row must have " + heading.size() + " cells but was " + row);
        }
        rows.add(List.copyOf(row));
    }

    String toMarkdown() {
        final List<String> lines = new ArrayList<>();
        lines.add(line(heading));
        lines.add("|---|" + String.join("", Collections.nCopies(heading.size() - 1, "---:|")));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines) + "\n";
    }

    /** The table for a terminal: columns aligned, no markup. */
    String toText() {
        final List<Integer> widths = IntStream.range(0, heading.size())
                .mapToObj(column -> Math.max(
                        plain(heading.get(column)).length(),
                        rows.stream()
                                .mapToInt(row -> plain(row.get(column)).length())
                                .max()
                                .orElse(0)))
                .toList();
        final StringBuilder text = new StringBuilder(textLine(heading, widths));
        rows.forEach(row -> text.append(textLine(row, widths)));
        return text.toString();
    }

    private static String textLine(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                        .mapToObj(column -> plain(cells.get(column))
                                + " "
                                        .repeat(widths.get(column)
                                                - plain(cells.get(column)).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String plain(String cell) {
        return cell.replace("*", "").replace("`", "");
    }
}

package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of {@code run.sh}, prints them as one table, compares them with the targets and, where it is told a
 * document, puts them there. Arguments: {@code <directory of results> <command that made them> [<document>]}.
 *
 * <p>A document is left as it is where it would lose a table, a row or a JDK: the program then says which, and fails.
 */
public final class Report {

    /** The heading of the first table. */
    static final String TARGETS = "Targets";

    private Report() {}

    /**
     * Makes the report.
     *
     * @param arguments the directory of results, the command that made them and, where they are to be kept, the
     *     document
     * @throws IOException where a file cannot be read or written
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("usage: Report <directory of results> <command that made them> [<document>]");
            System.exit(2);
        }
        final String problem = run(
                Path.of(arguments[0]), arguments[1], arguments.length == 3 ? Path.of(arguments[2]) : null, System.out);
        if (problem != null) {
            System.err.println(problem);
            System.exit(1);
        }
    }

    /** Makes the report and says why the document was not written, if it should have been. */
    static @Nullable String run(Path results, String command, @Nullable Path document, Appendable out)
            throws IOException {
        final Results read = Results.read(results);
        out.append(Tables.flat(read.runs()).toText()).append('\n');
        out.append(targets(read.runs(), document != null).toText()).append('\n');
        if (document == null) {
            out.append("No document was written.\n");
            return null;
        }
        final String figures = figures(read, command, Machine.current());
        final Document target = Document.read(document);
        final List<String> lost = target.lostWith(figures);
        if (!lost.isEmpty()) {
            return document + " was not written, since these results lack what stands there:\n  "
                    + String.join("\n  ", lost)
                    + "\nIf that is to go, replace the text between the two comments by \"not measured yet\" first.";
        }
        target.write(figures);
        out.append(document + " was written.\n");
        return null;
    }

    /** Everything that stands between the two comments. */
    static String figures(Results results, String command, Machine machine) {
        return "Measured on " + results.date() + " with `" + command + "`.\n\n" + surroundings(results.runs(), machine)
                + "\n### " + TARGETS + "\n\n" + targets(results.runs(), true).toMarkdown() + "\n"
                + Tables.markdown(results.runs());
    }

    private static String surroundings(List<Run> runs, Machine machine) {
        final StringBuilder text = new StringBuilder();
        for (Run run : runs) {
            text.append("- ").append(run.jdk()).append(": ").append(String.join("; ", run.machines()));
            text.append("; VM flags: ")
                    .append(run.flags().stream()
                            .map(flags -> flags.isEmpty() ? "none" : "`" + flags + "`")
                            .collect(Collectors.joining(" or ")))
                    .append('\n');
        }
        text.append("- Processor: ")
                .append(machine.processor())
                .append("; cores: ")
                .append(machine.cores());
        text.append("; memory: ").append(machine.memory()).append('\n');
        return text.append("- System: ").append(machine.system()).append('\n').toString();
    }

    /** Compares with all targets of what was measured, or only with those that something was measured of. */
    private static Grid targets(List<Run> runs, boolean all) {
        final List<String> heading = new ArrayList<>(List.of("target", "limit"));
        runs.forEach(run -> heading.add(run.jdk()));
        final Grid grid = Grid.of(heading);
        for (List<Target> group : Targets.GROUPS) {
            final boolean isWanted = all && group.stream().anyMatch(target -> isMeasured(target, runs));
            group.stream()
                    .filter(target -> isWanted || isMeasured(target, runs))
                    .forEach(target -> grid.add(row(target, runs)));
        }
        return grid;
    }

    private static boolean isMeasured(Target target, List<Run> runs) {
        return runs.stream().anyMatch(run -> target.reached().apply(run).isPresent());
    }

    private static List<String> row(Target target, List<Run> runs) {
        final List<String> cells = new ArrayList<>(List.of(target.what(), target.aim()));
        runs.forEach(run -> cells.add(target.verdict(run)));
        return cells;
    }
}

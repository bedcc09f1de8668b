package io.threadlets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much the stress tests have checked. Each test leaves its counts in {@code target/stress}; the profile
 * {@code stress} has them, and those of jcstress, printed in one line.
 */
final class StressReport {
    static final String SUBMISSIONS = "submissions";
    static final String LISTED = "works through the bare list";
    static final String LINCHECK = "Lincheck invocations";
    static final String SAMPLES = "jcstress samples";

    private static final Path DIRECTORY = Path.of("target", "stress");

    /** How long each of the tests that can go on for ever takes; 0 for its part in every build. */
    private static final long SECONDS = Long.getLong("threadlets.stress.seconds", 0);

    /** A row of a table of results, in the part that sums up all configurations. */
    private static final Pattern ROW = Pattern.compile(" +\\S.*? +([\\d,]+) +<?[\\d.]+% +(Acceptable|Forbidden) .*");

    private StressReport() {}

    /** When a test that takes so long in every build is to end. */
    static long deadline(long millisInEveryBuild) {
        return System.nanoTime()
                + (SECONDS == 0
                        ? TimeUnit.MILLISECONDS.toNanos(millisInEveryBuild)
                        : TimeUnit.SECONDS.toNanos(SECONDS));
    }

    static boolean isOver(long deadline) {
        return System.nanoTime() - deadline >= 0;
    }

    /** Leaves the count of a test. */
    static void leave(String test, String what, long count) {
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve(test + ".txt"), count + " " + what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints the sums of what was left, and of the output of jcstress that is given. */
    public static void main(String[] args) throws IOException {
        final List<String> counts = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                counts.add(Files.readString(file));
            }
        }
        counts.add(samples(Files.readAllLines(Path.of(args[0]))) + " " + SAMPLES);
        final List<String> sums = new ArrayList<>();
        for (String what : List.of(SUBMISSIONS, LISTED, LINCHECK, SAMPLES)) {
            final long sum = counts.stream()
                    .filter(count -> count.endsWith(" " + what))
                    .mapToLong(count -> Long.parseLong(count.substring(0, count.indexOf(' '))))
                    .sum();
            sums.add(String.format("%,d %s", sum, what));
        }
        System.out.println("Stress: " + String.join(", ", sums) + " checked");
    }

    private static long samples(List<String> output) {
        long sum = 0;
        boolean summary = false;
        for (String line : output) {
            summary |= line.startsWith("RUN RESULTS");
            final Matcher row = ROW.matcher(line);
            if (summary && row.matches()) {
                sum += Long.parseLong(row.group(1).replace(",", ""));
            }
        }
        return sum;
    }
}

package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code run.sh} leaves in its directory. A file's name begins with the JDK: {@code 17.json} and, for runs with
 * other options, {@code 17-<name>.json} are JMH's; {@code 17-Held.txt} is what the main {@code Held} printed.
 *
 * @param runs one for each JDK, the oldest first
 * @param date when the newest file was written
 */
record Results(List<Run> runs, LocalDate date) {

    private static final Pattern NAME = Pattern.compile("(\\d+)(?:-(\\w+))?\\.(json|txt)");

    static Results read(Path directory) throws IOException {
        final SortedMap<Integer, Run> runs = new TreeMap<>();
        FileTime newest = FileTime.fromMillis(0);
        for (Path file : files(directory)) {
            final Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            final Run run = runs.computeIfAbsent(
                    Integer.valueOf(name.group(1)),
                    jdk -> new Run("JDK " + jdk, new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>()));
            if (name.group(3).equals("json")) {
                final JmhFile jmh = JmhFile.read(file);
                run.measurements().addAll(jmh.measurements());
                run.machines().addAll(jmh.machines());
                run.flags().addAll(jmh.flags());
            } else {
                run.measurements().addAll(MainOutput.read(file, name.group(2)));
            }
            final FileTime written = Files.getLastModifiedTime(file);
            newest = written.compareTo(newest) > 0 ? written : newest;
        }
        if (runs.values().stream().allMatch(run -> run.measurements().isEmpty())) {
            throw new IllegalArgumentException("no results in " + directory.toAbsolutePath());
        }
        return new Results(List.copyOf(runs.values()), LocalDate.ofInstant(newest.toInstant(), ZoneOffset.UTC));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}

package io.threadlets.jdbc.instances;

import io.threadlets.jdbc.instances.Database.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the tests have measured: printed, and collected in {@code target/stored-calls/figures.txt}. */
final class Figures {
    private static final Path FILE = Path.of("target/stored-calls/figures.txt");

    private Figures() {}

    static void print(String test, String figures) throws IOException {
        final String line = test + ": " + figures;
        System.out.println(line);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The runs of each work that was run more than once, in the order in which they began. */
    static Map<Long, List<Run>> doubles(List<Run> runs) {
        final Map<Long, List<Run>> byWork =
                runs.stream().collect(Collectors.groupingBy(Run::work, TreeMap::new, Collectors.toList()));
        byWork.values().removeIf(ofOne -> ofOne.size() == 1);
        return byWork;
    }

    static String seconds(Duration duration) {
        return "%.2f s".formatted(duration.toMillis() / 1000.0);
    }

    static String seconds(Instant from, Instant to) {
        return seconds(Duration.between(from, to));
    }
}

package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document that keeps its figures between two comments. The text around them is never touched. */
final class Document {

    static final String BEGIN = "<!-- figures -->";
    static final String END = "<!-- end of figures -->";

    private static final Pattern JDK = Pattern.compile("JDK \\d+");
    private static final Pattern ROW = Pattern.compile("\\| (?:\\*\\*)?([^|*]+?)(?:\\*\\*)? \\|.*");

    private final Path file;
    private final String text;
    private final int from;
    private final int to;

    private Document(Path file, String text) {
        this.file = file;
        this.text = text;
        this.from = only(BEGIN) + BEGIN.length();
        this.to = only(END);
        if (to < from) {
            throw new IllegalArgumentException(file + ": " + END + " must stand after " + BEGIN);
        }
    }

    static Document read(Path file) throws IOException {
        return new Document(file, Files.readString(file));
    }

    /** Lists the tables, rows and JDKs that stand in the document and would be gone with these figures. */
    List<String> lostWith(String figures) {
        final Set<String> kept = contents(figures);
        return contents(text.substring(from, to)).stream()
                .filter(content -> !kept.contains(content))
                .toList();
    }

    void write(String figures) throws IOException {
        Files.writeString(file, text.substring(0, from) + "\n" + figures + "\n" + text.substring(to));
    }

    private int only(String marker) {
        final int first = text.indexOf(marker);
        if (first < 0 || text.indexOf(marker, first + 1) >= 0) {
            throw new IllegalArgumentException(file + ": " + marker + " must stand there exactly once");
        }
        return first;
    }

    private static Set<String> contents(String figures) {
        final Set<String> contents = new LinkedHashSet<>();
        String heading = "";
        for (String line : figures.lines().toList()) {
            if (line.startsWith("### ")) {
                heading = line.substring("### ".length());
                contents.add(heading);
            }
            if (heading.equals(Report.TARGETS)) {
                continue; // nothing but what the tables say
            }
            final Matcher row = ROW.matcher(line);
            if (!heading.isEmpty() && row.matches()) {
                contents.add(heading + ": " + row.group(1));
            }
            final Matcher jdk = JDK.matcher(line);
            while (jdk.find()) {
                contents.add(heading.isEmpty() ? jdk.group() : heading + ": " + jdk.group());
            }
        }
        return contents;
    }
}

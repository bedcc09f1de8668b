package io.threadlets.jdbc.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** {@code docs/stored.md}, in its parts. */
record Page(String text) {
    private static final Path SOURCES = Path.of("src/test/java/io/threadlets/jdbc/page");

    static Page read() throws IOException {
        return new Page(Files.readString(Path.of("../docs/stored.md")));
    }

    /** What stands between fences of a language, in order. */
    List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The properties of the table, each with its default. */
    Map<String, String> properties() {
        return Pattern.compile("^\\| `(threadlets\\.[^`]+)` \\| ([^|]+) \\|", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).strip().replace("`", "")));
    }

    static PropertySource<?> yaml(String block) throws IOException {
        return new YamlPropertySourceLoader()
                .load("page", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)))
                .get(0);
    }

    /** All that is compiled here, however it is broken into lines. */
    static String compiled() throws IOException {
        final StringBuilder compiled = new StringBuilder();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.sorted().toList()) {
                compiled.append(folded(Files.readString(source)));
            }
        }
        return compiled.toString();
    }

    static String folded(String code) {
        return code.replaceAll("\\s+", "");
    }
}

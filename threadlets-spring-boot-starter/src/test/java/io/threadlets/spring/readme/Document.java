package io.threadlets.spring.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A page of the documentation.
 *
 * @param file where it is
 * @param text what it says
 */
public record Document(Path file, String text) {
    static final Path ROOT = Path.of("..");

    private static final Path SOURCES = Path.of("src/test/java/io/threadlets/spring/readme");

    public static Document of(String path) {
        return of(ROOT.resolve(path));
    }

    static Document of(Path file) {
        return new Document(file, read(file));
    }

    /** The README and everything in {@code docs}. */
    static List<Document> all() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Document::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between fences of a language, in order. */
    public List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Whatever the fences say: without what they enclose. */
    String prose() {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    /** The rows of all tables, each as its cells. */
    public Stream<List<String>> rows() {
        return Pattern.compile("^\\|(.*)\\|$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(row -> Stream.of(row.group(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList());
    }

    public static List<PropertySource<?>> yaml(String block) {
        try {
            return new YamlPropertySourceLoader()
                    .load("sample " + block.hashCode(), new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is compiled here, to look for samples in. */
    static String compiled() {
        return compiled(SOURCES);
    }

    /** All that is compiled in a folder. */
    public static String compiled(Path folder) {
        try (Stream<Path> sources = Files.walk(folder)) {
            final StringBuilder compiled = new StringBuilder();
            sources.filter(source -> source.toString().endsWith(".java"))
                    .sorted()
                    .forEach(source -> compiled.append(folded(read(source))));
            return compiled.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** However it is broken into lines. */
    public static String folded(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

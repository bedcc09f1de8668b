package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of the sources is so. */
class ContributingTests {
    private static final Path ROOT = Path.of("..");
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]+\\.)?([A-Z]\\w+)(?:\\.\\w+)?`");

    @Test
    void classesThatAreNamedAsTheOnesToChangeExist() throws IOException {
        final String text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
        final String table = text.substring(text.indexOf("## Where to change what"), text.indexOf("## Two JDKs"));
        final Set<String> named =
                CLASS.matcher(table).results().map(match -> match.group(1)).collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(sources()).containsAll(named);
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ContributingTests::classes)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> classes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

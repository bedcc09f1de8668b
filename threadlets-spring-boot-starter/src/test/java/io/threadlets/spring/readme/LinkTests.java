package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation links to, or names as its evidence, is there. */
class LinkTests {
    /** {@code [text](target)} and {@code [label]: target}. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+\\]:\\s+(\\S+)", Pattern.MULTILINE);

    private static final Pattern REFERENCE = Pattern.compile("\\]\\[([^\\]]+)\\]");
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+(?:Tests?|Stress))`");

    @Test
    void filesAndHeadingsThatAreLinkedToExist() {
        final List<String> broken = new ArrayList<>();
        for (Document document : Document.all()) {
            final Matcher links = LINK.matcher(document.prose());
            while (links.find()) {
                final String target = links.group(1) != null ? links.group(1) : links.group(2);
                if (!target.contains("://") && !exists(document, target)) {
                    broken.add(document.file() + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void labelsOfLinksAreDefined() {
        for (Document document : Document.all()) {
            final Set<String> defined = Pattern.compile("^\\[([^\\]]+)\\]: ", Pattern.MULTILINE)
                    .matcher(document.prose())
                    .results()
                    .map(label -> label.group(1))
                    .collect(Collectors.toSet());
            final Set<String> used = REFERENCE
                    .matcher(document.prose())
                    .results()
                    .map(label -> label.group(1))
                    .collect(Collectors.toSet());
            assertThat(used).as("%s", document.file()).isEqualTo(defined);
        }
    }

    @Test
    void testClassesThatAreNamedExist() throws IOException {
        final Set<String> sources;
        try (Stream<Path> files = Files.find(
                Document.ROOT,
                20,
                (file, is) ->
                        file.toString().endsWith(".java") && file.toString().contains("src"))) {
            sources = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        for (Document document : Document.all()) {
            assertThat(TEST_CLASS.matcher(document.text()).results().map(name -> name.group(1)))
                    .as("%s", document.file())
                    .isSubsetOf(sources);
        }
    }

    private static boolean exists(Document from, String target) {
        final int hash = target.indexOf('#');
        final String path = hash < 0 ? target : target.substring(0, hash);
        final Path file = path.isEmpty() ? from.file() : from.file().resolveSibling(path);
        return Files.exists(file) && (hash < 0 || headings(Document.of(file)).contains(target.substring(hash + 1)));
    }

    /** As they are turned into anchors. */
    private static Set<String> headings(Document document) {
        return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(document.prose())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}

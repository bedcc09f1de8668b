package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.autoconfigure.ThreadletsAnnotationAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.readme.MailService.Message;
import io.threadlets.spring.readme.MailService.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

/** What the README shows is what there is. */
class ReadmeTests {
    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src/test/java/io/threadlets/spring/readme");

    @Test
    void javaSamplesStandInSourcesThatAreCompiled() throws IOException {
        final List<String> samples = blocks("java");
        assertThat(samples).hasSize(2);
        final StringBuilder compiled = new StringBuilder();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.sorted().toList()) {
                compiled.append(Files.readString(source));
            }
        }
        assertThat(samples)
                .allSatisfy(sample -> assertThat(folded(compiled.toString())).contains(folded(sample)));
    }

    @Test
    void yamlSampleMakesTheQueueOnWhichTheAnnotatedMethodRuns() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ThreadletsAutoConfiguration.class, ThreadletsAnnotationAutoConfiguration.class))
                .withBean(
                        MailService.class,
                        () -> new MailService(
                                message -> new Receipt(Thread.currentThread().getName())))
                .withInitializer(context -> yaml().forEach(source ->
                        context.getEnvironment().getPropertySources().addFirst(source)))
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class)
                                    .get("mail")
                                    .snapshot()
                                    .maxThreads())
                            .isEqualTo(8);
                    assertThat(context.getBean(MailService.class)
                                    .send(new Message("hello"))
                                    .get(60, TimeUnit.SECONDS)
                                    .thread())
                            .startsWith("mail-");
                });
    }

    @Test
    void sampleWithoutSpringRuns(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "content");
        assertThat(WithoutSpring.readAndCancel(file)).isDone();
    }

    @Test
    void testCommandIsWhatTheContinuousIntegrationRuns() throws IOException {
        final String command = blocks("sh")
                .get(0)
                .lines()
                .filter(line -> line.endsWith("verify"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains(command);
    }

    private static List<org.springframework.core.env.PropertySource<?>> yaml() {
        final byte[] block = blocks("yaml").get(0).getBytes(StandardCharsets.UTF_8);
        try {
            return new YamlPropertySourceLoader().load("README", new ByteArrayResource(block));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> blocks(String language) {
        final Pattern fenced = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
        try {
            return fenced.matcher(Files.readString(ROOT.resolve("README.md")))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String folded(String code) {
        return code.replaceAll("\\s+", "");
    }
}

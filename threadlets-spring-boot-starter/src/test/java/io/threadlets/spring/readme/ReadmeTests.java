package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.readme.MailService.Message;
import io.threadlets.spring.readme.MailService.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/** What the README shows is what there is. */
class ReadmeTests {
    private static final Document README = Document.of("README.md");
    private static final Pattern KEY = Pattern.compile("`([a-z.-]+)`");

    @Test
    void javaSamplesStandInSourcesThatAreCompiled() {
        final String compiled = Document.compiled();
        assertThat(README.blocks("java"))
                .hasSize(2)
                .allSatisfy(sample -> assertThat(compiled.contains(Document.folded(sample)))
                        .as("compiled as it stands: %s", sample)
                        .isTrue());
    }

    @Test
    void yamlSampleMakesTheQueueOnWhichTheAnnotatedMethodRuns() {
        Contexts.withStarter()
                .withBean(
                        MailService.class,
                        () -> new MailService(
                                message -> new Receipt(Thread.currentThread().getName())))
                .withInitializer(context -> Document.yaml(README.blocks("yaml").get(0))
                        .forEach(source ->
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
    void yamlOfThePropertiesIsAccepted() {
        assertThat(README.blocks("yaml")).hasSize(2);
        Contexts.withStarter()
                .withBean(MailService.class, () -> new MailService(message -> new Receipt("")))
                .withInitializer(context -> Document.yaml(README.blocks("yaml").get(1))
                        .forEach(source ->
                                context.getEnvironment().getPropertySources().addFirst(source)))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean("mail", ThreadletQueue.class)
                                    .snapshot()
                                    .capacity())
                            .isEqualTo(100);
                });
    }

    @Test
    void tablesOfPropertiesHaveEachKeyWithItsDefault() throws IOException {
        final Map<String, String> shown = new LinkedHashMap<>();
        README.rows().filter(row -> row.size() == 3).forEach(row -> {
            final Matcher key = KEY.matcher(row.get(0));
            if (key.matches()) {
                shown.put(key.group(1), row.get(1).replace("`", ""));
            }
        });
        final Map<String, String> actual = new LinkedHashMap<>();
        final List<Map<String, Object>> properties = JsonPath.read(
                new ClassPathResource("META-INF/spring-configuration-metadata.json")
                        .getContentAsString(StandardCharsets.UTF_8),
                "$.properties[?(@.name =~ /threadlets\\..*/)]");
        properties.forEach(property -> actual.put(
                Objects.toString(property.get("name")).replaceFirst("threadlets\\.(defaults\\.)?", ""),
                Objects.toString(property.get("defaultValue"), "").replaceFirst("^0s$", "0")));
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(actual);
    }

    @Test
    void sampleWithoutSpringRuns(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "content");
        assertThat(WithoutSpring.readAndCancel(file)).isDone();
    }

    @Test
    void testCommandIsWhatTheContinuousIntegrationRuns() throws IOException {
        final String command = README.blocks("sh")
                .get(0)
                .lines()
                .filter(line -> line.endsWith("verify"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(Document.ROOT.resolve(".ci/run"))).contains(command);
    }
}

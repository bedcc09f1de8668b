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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/** What the README shows is what there is. */
class ReadmeTests {
    private static final Document README = Document.of("README.md");
    private static final Pattern IMPORT = Pattern.compile("^import [\\w.]+;?\n", Pattern.MULTILINE);
    private static final Pattern ARTIFACT =
            Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern KEY = Pattern.compile("`([a-z.-]+)`");

    @Test
    void applicationCompilesAsItStands(@TempDir Path folder) throws IOException {
        final Path source = Files.writeString(
                folder.resolve("MailApplication.java"), README.blocks("java").get(0));
        final String classPath = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classPath, source.toString()))
                .isZero();
    }

    @Test
    void otherJavaSamplesStandInSourcesThatAreCompiled() {
        final String compiled = Document.compiled();
        assertThat(README.blocks("java").stream().skip(1))
                .hasSize(1)
                .allSatisfy(sample -> assertThat(Stream.concat(
                                IMPORT.matcher(sample).results().map(MatchResult::group),
                                Stream.of(IMPORT.matcher(sample).replaceAll(""))))
                        .allMatch(part -> compiled.contains(Document.folded(part)), "is compiled as it stands"));
    }

    @Test
    void pomGradleAndKotlinNameTheSame() throws IOException {
        final String dependency = README.blocks("xml").get(0);
        final String pom = README.blocks("xml").get(1);
        final String gradle = README.blocks("kotlin").get(0);
        final String springBoot =
                first("<spring-boot.version>(.+)</", Files.readString(Document.ROOT.resolve("pom.xml")));
        assertThat(pom).contains("<version>" + springBoot + "</version>");
        assertThat(Document.folded(pom)).contains(Document.folded(dependency));
        assertThat(gradle)
                .contains("version \"" + springBoot + "\"", ":" + first("<version>(.+)</", dependency) + "\"");
        assertThat(ARTIFACT.matcher(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>")))
                        .results()
                        .map(artifact -> "(\"" + artifact.group(1) + ":" + artifact.group(2)))
                .hasSize(4)
                .allMatch(gradle::contains);
    }

    /** Names only, since there is no compiler of Kotlin here. */
    @Test
    void kotlinSampleNamesWhatTheJavaSampleNames() {
        final String kotlin = README.blocks("kotlin").get(1);
        assertThat(IMPORT.matcher(kotlin).results().map(line -> line.group().strip() + ";"))
                .hasSize(3)
                .allMatch(README.blocks("java").get(0)::contains);
        assertThat(kotlin).contains("@Threadlet(\"mail\")", "fun send(to: String): CompletableFuture<String>");
    }

    @Test
    void samplesOfTheOverviewPagesStandInSourcesThatAreCompiled() throws IOException {
        final String compiled = Document.compiled();
        for (String module : List.of("threadlets-core", "threadlets-spring-boot-starter")) {
            final String page = Files.readString(Document.ROOT.resolve(module + "/src/main/javadoc/overview.html"));
            assertThat(compiled).contains(Document.folded(first("(?s)<pre>\\{@code(.+)}</pre>", page)));
        }
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
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
        actual.put("store", "memory"); // the only key of a queue that cannot stand under defaults
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

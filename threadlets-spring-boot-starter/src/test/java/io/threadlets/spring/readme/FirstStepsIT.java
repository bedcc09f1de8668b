package io.threadlets.spring.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Follows "In your own application" of the README to the letter: installs the project from a fresh copy, makes the
 * application from the snippets in an empty folder, builds it, starts it and asks it. The Gradle and Kotlin snippets
 * are not run, since neither tool is part of this build: {@link ReadmeTests} compares them with those for Maven and
 * Java.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FirstStepsIT {
    private static final Document README = Document.of("README.md");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern VERSION = Pattern.compile("<version>(.+)</version>");
    private static final Set<String> NOT_IN_A_FRESH_COPY = Set.of(".git", "target", "test");

    private final Terminal terminal;
    private final Path temp;

    FirstStepsIT(@TempDir Path temp) throws IOException {
        this.temp = temp;
        this.terminal = Terminal.in(temp);
    }

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void install() throws Exception {
        requires("sh", "curl", "grep");
        terminal.run(copyOfTheProject(), command("install"));
    }

    @AfterAll
    void end() {
        terminal.close();
    }

    @Test
    void applicationOfTheReadmeShowsItsQueueAndCancelsACall() throws Exception {
        final Path folder = Files.createDirectory(temp.resolve("empty"));
        write(folder, "pom.xml", README.blocks("xml").get(1));
        write(
                folder,
                "src/main/resources/application.yaml",
                README.blocks("yaml").get(0));
        write(
                folder,
                "src/main/java/com/example/mail/MailApplication.java",
                README.blocks("java").get(0));
        final String[] buildAndRun =
                command("package && java -jar target/mail-1.jar").split(" && ", -1);
        terminal.run(folder, buildAndRun[0]);
        final Terminal.Running application = terminal.start(folder, "exec " + buildAndRun[1] + " --server.port=0");
        final String port = await().atMost(PATIENCE)
                .until(() -> PORT.matcher(application.text()), Matcher::find)
                .group(1);

        final Terminal.Running call =
                terminal.start(folder, curl("/mails?to=ann", port).replace(" &", ""));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(terminal.run(folder, curl("/actuator/threadlets/mail", port)))
                        .contains("\"cur\":1,", "\"running\":1,", "\"max\":8,", "\"capacity\":100,"));
        assertThat(terminal.run(folder, curl("/actuator/prometheus", port)))
                .contains("\nthreadlets_cur_threads{queue=\"mail\"} 1.0\n");
        assertThat(terminal.run(folder, curl("-X DELETE", port))).contains("true");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(terminal.run(folder, curl("/actuator/threadlets/mail", port)))
                        .contains("\"running\":0,", "\"failed\":1,"));
        await().atMost(PATIENCE).until(() -> !call.process().isAlive());
        assertThat(call.text()).doesNotContain("sent to ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadlets-core", "threadlets-spring-boot-starter"})
    void artifactHasItsModuleNameLicenceSourcesAndJavadoc(String artifact) throws IOException {
        try (JarFile jar = installed(artifact, ".jar")) {
            final String module = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
            assertThat(jar.getEntry("module-info.class") != null || "io.threadlets.spring".equals(module))
                    .isTrue();
            assertLicence(jar);
        }
        try (JarFile sources = installed(artifact, "-sources.jar")) {
            assertThat(sources.stream().filter(entry -> entry.getName().endsWith(".java")))
                    .isNotEmpty();
            assertLicence(sources);
        }
        try (JarFile javadoc = installed(artifact, "-javadoc.jar")) {
            final var overview = javadoc.getEntry("index.html");
            assertThat(new String(javadoc.getInputStream(overview).readAllBytes(), UTF_8))
                    .contains("In reading order");
        }
    }

    @Test
    void pomSaysWhatTheProjectIsAndWhereItIs() throws IOException {
        final Path parent = artifact("threadlets-parent", ".pom");
        assertThat(Files.readString(parent))
                .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm ");
        for (String artifact : Set.of("threadlets-core", "threadlets-spring-boot-starter")) {
            assertThat(Files.readString(artifact(artifact, ".pom"))).contains("<name>", "<description>");
        }
    }

    private static void assertLicence(JarFile jar) throws IOException {
        final var licence = jar.getEntry("META-INF/LICENSE");
        assertThat(licence).as("licence in %s", jar.getName()).isNotNull();
        assertThat(jar.getInputStream(licence))
                .hasSameContentAs(Files.newInputStream(Document.ROOT.resolve("LICENSE")));
    }

    private JarFile installed(String artifact, String suffix) throws IOException {
        return new JarFile(artifact(artifact, suffix).toFile());
    }

    private Path artifact(String artifact, String suffix) {
        final String version = VERSION.matcher(README.blocks("xml").get(0))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        return terminal.repository()
                .resolve(Path.of("io", "threadlets", artifact, version, artifact + "-" + version + suffix));
    }

    /** As git would give it, but for the tests, which {@code maven.test.skip} leaves out. */
    private Path copyOfTheProject() throws IOException {
        final Path copy = temp.resolve("clone");
        Files.walkFileTree(Document.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) throws IOException {
                if (NOT_IN_A_FRESH_COPY.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(inCopy(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                Files.copy(file, inCopy(file), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            private Path inCopy(Path file) {
                return copy.resolve(Document.ROOT.relativize(file));
            }
        });
        return copy;
    }

    private static void write(Path folder, String file, String content) throws IOException {
        final Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** The README's Maven command with this end. */
    private static String command(String end) {
        return line(README.blocks("sh"), line -> line.startsWith("mvn ") && line.endsWith(end));
    }

    /** The README's curl line with this part, for an application on another port. */
    private static String curl(String part, String port) {
        final String block = README.blocks("sh").stream()
                .filter(lines -> lines.contains("/mails"))
                .findFirst()
                .orElseThrow();
        return line(List.of(block), line -> line.contains(part)).replace("127.0.0.1:8080", "127.0.0.1:" + port);
    }

    private static String line(List<String> blocks, Predicate<String> which) {
        return blocks.stream()
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("\\s+# .*", ""))
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private static void requires(String... commands) {
        for (String command : commands) {
            assumeTrue(
                    Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command))),
                    "this system has no " + command);
        }
    }
}

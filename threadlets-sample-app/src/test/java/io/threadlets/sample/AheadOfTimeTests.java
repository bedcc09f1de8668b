package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The application in a JVM of its own, made of what the build has generated ahead of time. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AheadOfTimeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern STARTED =
            Pattern.compile("Tomcat started on port (\\d+)(?s:.*)Started SampleApplication");

    @TempDir
    private Path temp;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void generatedApplicationScansAndShowsItsQueues() throws Exception {
        Path root = Files.createDirectory(temp.toRealPath().resolve("root"));
        Path folder = Trees.many(root.resolve("scanned"), 150);
        Trees.file(folder, "copy of 7", "content 7");
        Path log = temp.resolve("log");
        Process process = start(log, classPath(), root, "--threadlets.queues.disk.max-threads=3");
        Client client = new Client(port(process, log));

        JsonNode scan = client.scanned(folder);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(151);
        assertThat(scan.get("duplicates")).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(client.digestLines(scan.get("id").asLong()))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> Trees.sha256(file) + "  " + file).toList());
        }
        assertThat(Client.json(client.get("/actuator/threadlets")).get("queues").propertyNames())
                .containsExactlyInAnyOrder("disk", "db", "walk", "global");
        JsonNode disk = client.queue("disk");
        assertThat(disk.get("submitted").asLong()).isEqualTo(151);
        assertThat(disk.get("max").asInt()).isEqualTo(3);
        assertThat(disk.get("largest").asInt()).isBetween(1, 3);
        assertThat(client.get("/actuator/threadlets/dsk").body()).contains("Did you mean 'disk'?");
        assertThat(client.get("/actuator/prometheus").body()).contains("threadlets_cur_threads{queue=\"disk\"}");
        assertThat(Files.readString(log)).contains("Starting AOT-processed SampleApplication");

        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withoutWhatIsGeneratedItDoesNotStart() throws Exception {
        Path classes = temp.resolve("classes");
        FileSystemUtils.copyRecursively(ownClasses(), classes);
        String generated = SampleApplication.class.getName() + "__ApplicationContextInitializer";
        Files.delete(classes.resolve(generated.replace('.', '/') + ".class"));
        Path log = temp.resolve("log");
        String classPath = classPath().replace(ownClasses().toString(), classes.toString());

        Process process = start(log, classPath, temp);

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log)).contains("AOT initializer " + generated + " could not be found");
    }

    private Process start(Path log, String classPath, Path root, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dspring.aot.enabled=true",
                "-cp",
                classPath,
                SampleApplication.class.getName(),
                "--server.port=0",
                "--sample.root=" + root));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static int port(Process process, Path log) {
        Matcher started = await().atMost(PATIENCE)
                .until(
                        () -> {
                            String text = Files.readString(log);
                            assertThat(process.isAlive()).as(text).isTrue();
                            return STARTED.matcher(text);
                        },
                        Matcher::find);
        return Integer.parseInt(started.group(1));
    }

    private static String classPath() {
        String classPath = System.getProperty("java.class.path");
        assertThat(classPath.split(File.pathSeparator, -1))
                .contains(ownClasses().toString());
        return classPath;
    }

    /** Those that the application was compiled to, and what was generated for them. */
    private static Path ownClasses() {
        return Path.of(SampleApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }
}

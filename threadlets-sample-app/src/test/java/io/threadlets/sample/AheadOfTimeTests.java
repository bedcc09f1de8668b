package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The application in a JVM of its own, made of what the build has generated ahead of time. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AheadOfTimeTests {

    @TempDir
    private Path temp;

    @Test
    void generatedApplicationScansAndShowsItsQueues() throws Exception {
        Path root = Files.createDirectory(temp.toRealPath().resolve("root"));
        Path folder = Trees.many(root.resolve("scanned"), 150);
        Trees.file(folder, "copy of 7", "content 7");
        Path log = temp.resolve("log");
        try (SampleProcess application = start(log, classPath(), root, "--threadlets.queues.disk.max-threads=3")) {
            assertScansAndShowsItsQueues(application, folder);
            assertThat(application.log()).contains("Starting AOT-processed SampleApplication");
            application.stop();
        }
    }

    @Test
    void withoutWhatIsGeneratedItDoesNotStart() throws Exception {
        Path classes = temp.resolve("classes");
        FileSystemUtils.copyRecursively(ownClasses(), classes);
        String generated = SampleApplication.class.getName() + "__ApplicationContextInitializer";
        Files.delete(classes.resolve(generated.replace('.', '/') + ".class"));
        Path log = temp.resolve("log");
        String classPath = classPath().replace(ownClasses().toString(), classes.toString());

        try (SampleProcess application = start(log, classPath, temp)) {
            assertThat(application.exitValue()).isEqualTo(1);
            assertThat(application.log()).contains("AOT initializer " + generated + " could not be found");
        }
    }

    private static void assertScansAndShowsItsQueues(SampleProcess application, Path folder) throws Exception {
        Client client = application.client();

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
                .containsExactlyInAnyOrder("disk", "db", "scans", "global");
        JsonNode disk = client.queue("disk");
        assertThat(disk.get("submitted").asLong()).isEqualTo(151);
        assertThat(disk.get("max").asInt()).isEqualTo(3);
        assertThat(disk.get("largest").asInt()).isBetween(1, 3);
        assertThat(client.get("/actuator/threadlets/dsk").body()).contains("Did you mean 'disk'?");
        assertThat(client.get("/actuator/prometheus").body()).contains("threadlets_cur_threads{queue=\"disk\"}");
    }

    private static SampleProcess start(Path log, String classPath, Path root, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--sample.root=" + root));
        arguments.addAll(List.of(more));
        return SampleProcess.start(
                log, classPath, List.of("-Dspring.aot.enabled=true"), arguments.toArray(String[]::new));
    }

    private static String classPath() {
        String classPath = SampleProcess.classPath();
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

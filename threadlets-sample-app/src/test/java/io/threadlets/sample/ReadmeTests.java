package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The README's lines work as they stand there, whatever folders a machine has. */
@SampleTest
class ReadmeTests {

    private static final Path README = Path.of("../README.md");

    @TempDir
    private static Path root;

    private final Client client;
    private final int port;

    ReadmeTests(@LocalServerPort int port) {
        this.port = port;
        this.client = new Client(port);
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", root::toString);
    }

    @Test
    void linesOfTheSampleAnswer() throws Exception {
        Shell.requires("curl", "sha256sum");
        Trees.odd(root);
        List<String> lines = Files.readAllLines(README).stream()
                .filter(line ->
                        line.startsWith("curl ") && (line.contains("/scans") || line.endsWith("the queues, live")))
                .limit(5) // those of two instances have a test of their own
                .map(line -> line.replace("127.0.0.1:8080", "127.0.0.1:" + port))
                .toList();
        assertThat(lines).hasSize(5);

        assertThat(Shell.run(lines.get(0))).contains("HTTP/1.1 202", "Location: ", "/scans/1\r\n");
        client.ended(1);
        assertThat(Shell.run(lines.get(1))).contains("\"state\":\"done\"", "\"duplicates\":[{");
        assertThat(Shell.run(lines.get(2))).doesNotContain("FAILED");
        assertThat(Shell.run(lines.get(3))).contains("\"id\":1,");
        assertThat(Shell.run(lines.get(4))).contains("\"queues\":{", "\"disk\":{");
    }

    @Test
    void commandStartsTheSampleWhereTheLinesScan() throws Exception {
        assertThat(Files.readAllLines(README))
                .filteredOn(line -> line.startsWith("mvn ") && line.contains("java -jar threadlets-sample-app/target/"))
                .singleElement()
                .asString()
                .contains("-pl threadlets-sample-app -am package && ")
                .endsWith(" --sample.root=.");
    }
}

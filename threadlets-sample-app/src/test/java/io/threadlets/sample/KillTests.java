package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The process dies without a word in the middle of a scan. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KillTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    @Test
    void scanUnderWayIsInterruptedAndKeepsWhatItHas() throws Exception {
        Path folder = Trees.many(temp.toRealPath().resolve("scanned"), 1000);
        try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            huge.setLength(1L << 42);
        }
        long id;
        try (SampleProcess application = start("killed")) {
            Client client = application.client();
            id = client.begin(folder);
            await().atMost(PATIENCE)
                    .until(() -> client.scan(id).get("filesHashed").asLong() >= 900);
        }

        try (SampleProcess application = start("again")) {
            Client client = application.client();
            JsonNode scan = client.scan(id);

            assertThat(scan.get("state").asString()).isEqualTo("interrupted");
            assertThat(scan.get("path").asString()).isEqualTo(folder.toString());
            assertThat(scan.get("filesFound").asLong()).isEqualTo(1001);
            assertThat(scan.get("filesHashed").asLong()).isGreaterThanOrEqualTo(900);
            assertThat(client.digestLines(id)).hasSize(scan.get("filesHashed").asInt());
            assertThat(Client.json(client.get("/scans")).get(0).get("ended").isNull())
                    .isTrue();
            application.stop();
        }
    }

    private SampleProcess start(String log) throws IOException {
        return SampleProcess.start(
                temp.resolve(log + ".log"),
                SampleProcess.classPath(),
                List.of(),
                "--sample.root=" + temp,
                "--spring.datasource.url=jdbc:h2:file:" + temp.resolve("scans") + ";WRITE_DELAY=0");
    }
}

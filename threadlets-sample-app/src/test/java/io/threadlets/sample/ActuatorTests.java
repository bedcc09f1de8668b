package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@SampleTest
@Import(HeldHashing.class)
@TestPropertySource(properties = "threadlets.queues.disk.idle-timeout=1h")
class ActuatorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private final Client client;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final ThreadletQueue db;

    ActuatorTests(@LocalServerPort int port, HeldHashing.Gate gate, ThreadletQueue disk, ThreadletQueue db) {
        this.client = new Client(port);
        this.gate = gate;
        this.disk = disk;
        this.db = db;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @AfterEach
    void letGo() {
        db.resume();
        gate.open();
    }

    @Test
    void queuesAreSeenWhileTheyWork() throws Exception {
        Path folder = Trees.many(Files.createDirectory(temp.toRealPath().resolve("held")), 150);
        gate.close();
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 134);

        assertQueue("disk", 16, 0, 134);

        await().atMost(PATIENCE)
                .until(() -> db.snapshot().idle() == db.snapshot().cur());
        db.pause();
        gate.open();
        // a batch of 100, the rest, and nobody to write them
        await().atMost(PATIENCE)
                .until(() -> db.snapshot().queued() == 2 && db.snapshot().cur() == 0);
        await().atMost(PATIENCE).until(() -> disk.snapshot().idle() == 16);

        assertQueue("disk", 16, 16, 0);
        assertQueue("db", 0, 0, 2);

        db.resume();
        assertThat(client.ended(id).get("filesHashed").asLong()).isEqualTo(150);
        assertThat(client.queue("db").get("queued").asInt()).isZero();
    }

    @Test
    void sizesAreThoseOfTheConfiguration() throws Exception {
        assertThat(client.queue("disk").get("min").asInt()).isEqualTo(2);
        assertThat(client.queue("disk").get("max").asInt()).isEqualTo(16);
        assertThat(client.queue("db").get("max").asInt()).isEqualTo(2);
        assertThat(client.queue("scans").get("max").asInt()).isEqualTo(4);
        assertThat(client.queue("global").get("max").asInt()).isEqualTo(64);
    }

    private void assertQueue(String name, int cur, int idle, int queued) throws Exception {
        JsonNode queue = client.queue(name);
        assertThat(queue.get("cur").asInt()).isEqualTo(cur);
        assertThat(queue.get("idle").asInt()).isEqualTo(idle);
        assertThat(queue.get("queued").asInt()).isEqualTo(queued);
        assertThat(gauge("cur", name)).isEqualTo(cur);
        assertThat(gauge("idle", name)).isEqualTo(idle);
        assertThat(gauge("queued", name)).isEqualTo(queued);
    }

    private double gauge(String name, String queue) throws Exception {
        String scraped = client.get("/actuator/prometheus").body();
        Matcher line = Pattern.compile(
                        "(?m)^threadlets_" + name + "(_[a-z]+)?\\{[^}]*queue=\"" + queue + "\"[^}]*} (\\S+)$")
                .matcher(scraped);
        assertThat(line.find()).as(scraped).isTrue();
        return Double.parseDouble(line.group(2));
    }
}

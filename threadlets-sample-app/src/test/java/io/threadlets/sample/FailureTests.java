package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletQueues;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What happens when the database, a queue or an operator gets in the way of a scan. */
@SampleTest
@Import(HeldHashing.class)
@TestPropertySource(properties = {"threadlets.queues.scans.capacity=1", "threadlets.queues.scans.retries=3"})
@ExtendWith(OutputCaptureExtension.class)
class FailureTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private final Client client;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final ThreadletQueue scans;
    private final JdbcClient database;
    private final ThreadletQueues queues;
    private Path folder = Path.of("");

    FailureTests(
            @LocalServerPort int port,
            HeldHashing.Gate gate,
            ThreadletQueue disk,
            ThreadletQueue scans,
            JdbcClient database,
            ThreadletQueues queues) {
        this.client = new Client(port);
        this.gate = gate;
        this.disk = disk;
        this.scans = scans;
        this.database = database;
        this.queues = queues;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Trees.many(Files.createTempDirectory(temp.toRealPath(), "scanned"), 1000);
        gate.close();
    }

    @AfterEach
    void openGate() {
        gate.open();
        await().atMost(PATIENCE)
                .until(() -> scans.snapshot().cur() == scans.snapshot().idle());
    }

    @Test
    void databaseThatTakesNoDigestsFailsTheScan(CapturedOutput output) throws Exception {
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
        database.sql("ALTER TABLE scanned_file RENAME TO away").update();
        try {
            gate.open();
            await().atMost(PATIENCE).until(() -> isEnded(id));
        } finally {
            database.sql("ALTER TABLE away RENAME TO scanned_file").update();
        }

        JsonNode scan = client.ended(id);
        assertThat(scan.get("state").asString()).isEqualTo("failed");
        assertThat(scan.get("filesHashed").asLong())
                .isEqualTo(client.digestLines(id).size());
        assertThat(output).contains("Scan " + id + " of " + folder + " failed");
    }

    @Test
    void databaseThatCannotEvenBeToldHasTheScanGoneOnWithWhenItCan() throws Exception {
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
        database.sql("ALTER TABLE scan RENAME TO away").update();
        try {
            gate.open();
            await().atMost(PATIENCE)
                    .until(() -> queues.stored("scans").snapshot().retrying() == 1);
            HttpResponse<String> answer = client.get("/scans/" + id);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        } finally {
            database.sql("ALTER TABLE away RENAME TO scan").update();
        }

        JsonNode scan = client.ended(id);
        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(1000);
        assertThat(client.digestLines(id)).hasSize(1000).doesNotHaveDuplicates();
        assertThat(client.delete(id).statusCode()).isEqualTo(200);
    }

    @Test
    void scanThatFailsHoweverOftenItIsTriedIsFailed() throws Exception {
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
        // Everything can be read and written but the end of a scan.
        database.sql("ALTER TABLE scan ADD CONSTRAINT endless CHECK (id <> " + id + " OR state <> 'done')")
                .update();
        try {
            gate.open();
            assertThat(client.ended(id).get("state").asString()).isEqualTo("failed");
        } finally {
            database.sql("ALTER TABLE scan DROP CONSTRAINT endless").update();
        }

        String call =
                queues.stored("scans").list(StoredCall.State.DEAD, 1).get(0).id();
        assertThat(queues.stored("scans").retry(call)).isTrue();

        await().atMost(PATIENCE)
                .until(() -> client.scan(id).get("state").asString().equals("done"));
        assertThat(client.digestLines(id)).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void stopThatTheDatabaseDidNotTakeIsHeardByTheRunThatGoesOn() throws Exception {
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
        database.sql("ALTER TABLE scan ADD CONSTRAINT unstoppable CHECK (id <> " + id + " OR state <> 'stopped')")
                .update();
        try {
            client.delete(id);
            await().atMost(PATIENCE)
                    .until(() -> queues.stored("scans").snapshot().retrying() == 1);
        } finally {
            database.sql("ALTER TABLE scan DROP CONSTRAINT unstoppable").update();
        }
        gate.open();

        JsonNode scan = client.ended(id);
        assertThat(scan.get("state").asString()).isEqualTo("stopped");
        assertThat(scan.get("filesHashed").asLong()).isZero();
    }

    @Test
    void queueThatIsFullRefusesTheScan() throws Exception {
        for (int i = 1; i <= 4; i++) {
            int begun = i;
            client.begin(folder);
            await().atMost(PATIENCE).until(() -> scans.running().size() == begun);
        }
        client.begin(folder);

        HttpResponse<String> refused = client.postPath(folder.toString());

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Client.json(refused).get("detail").asString()).contains("Queue 'scans' is full");
        List<JsonNode> running = Client.json(client.get("/scans"))
                .valueStream()
                .filter(scan -> scan.get("state").asString().equals("running"))
                .toList();
        assertThat(running).hasSize(5);
        for (JsonNode scan : running) {
            client.delete(scan.get("id").asLong());
        }
    }

    @Test
    void fileThatAnOperatorTakesOffTheQueueIsListed() throws Exception {
        Path few = Trees.many(Files.createTempDirectory(temp.toRealPath(), "few"), 20);
        long id = client.begin(few);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 4);
        disk.queued(4).forEach(queued -> disk.dequeue(queued.work()));
        gate.open();

        JsonNode scan = client.ended(id);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(16);
        assertThat(scan.get("filesFound").asLong()).isEqualTo(20);
        assertThat(scan.get("unreadable")
                        .valueStream()
                        .map(file -> file.get("reason").asString()))
                .hasSize(4)
                .containsOnly("reading was cancelled");
    }

    @Test
    void walkThatAnOperatorInterruptsStopsTheScan() throws Exception {
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 184);
        scans.running().forEach(running -> running.thread().interrupt());
        gate.open();

        assertThat(client.ended(id).get("state").asString()).isEqualTo("stopped");
    }

    private boolean isEnded(long id) {
        return !database.sql("SELECT state FROM scan WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single()
                .equals("running");
    }
}

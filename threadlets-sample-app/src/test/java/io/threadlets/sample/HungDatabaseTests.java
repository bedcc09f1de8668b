package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

/** A database hangs: who is woken by that sees which queue, which method, where and for what, and can act. */
@SampleTest
@Import(HeldHashing.class)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "threadlets.queues.db.slow-after=1s",
            "threadlets.queues.db.interrupt=true", // a database in memory is not harmed
            "threadlets.health.saturated-after=1s",
            "management.endpoint.threadlets.access=unrestricted",
            "management.endpoint.health.show-details=always"
        })
class HungDatabaseTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path ALERTS =
            Path.of("../threadlets-spring-boot-starter/src/monitoring/threadlets-alerts.yml");
    private static final int FILES = 150; // more than one batch, less than two

    @TempDir
    private static Path temp;

    private final Client client;
    private final int port;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final ThreadletQueue db;
    private final JdbcClient jdbc;

    HungDatabaseTests(
            @LocalServerPort int port, HeldHashing.Gate gate, ThreadletQueue disk, ThreadletQueue db, JdbcClient jdbc) {
        this.client = new Client(port);
        this.port = port;
        this.gate = gate;
        this.disk = disk;
        this.db = db;
        this.jdbc = jdbc;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @Test
    void hungDatabaseIsNamedEverywhereAndACancelFreesItsThreadAndNothingIsLost(CapturedOutput output) throws Exception {
        jdbc.sql("CREATE TRIGGER hanging BEFORE INSERT ON scanned_file FOR EACH ROW CALL '"
                        + HangingTrigger.class.getName() + "'")
                .update();
        gate.close();
        List<Long> scans = List.of(begin("one"), begin("two"));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 2 * FILES - 16);
        await().atMost(PATIENCE).until(this::isDbAtRest);

        long cancelled;
        HangingTrigger.LOCK.lock();
        try {
            gate.open();
            await().atMost(PATIENCE).until(() -> db.snapshot().queued() == 2);

            assertLogNamesIt(output);
            assertVerdictNamesIt();
            assertHealthNamesIt();
            assertAlertFires();
            cancelled = assertEndpointNamesThem().get(0).get("id").asLong();
            HttpResponse<String> answer = client.end("db", cancelled);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            await().dontCatchUncaughtExceptions() // that of the cancelled work, for which nobody waits any more
                    .atMost(PATIENCE)
                    .until(() ->
                            works().noneMatch(work -> work.get("id").asLong() == cancelled) && works().count() == 2);
        } finally {
            HangingTrigger.LOCK.unlock();
        }

        await().atMost(PATIENCE).until(this::isDbAtRest);
        List<String> states = scans.stream()
                .map(client::ended)
                .map(scan -> scan.get("state").asString())
                .toList();
        assertThat(states).as("the scan whose work was cancelled says so").containsExactlyInAnyOrder("done", "failed");
        JsonNode done = client.scan(scans.get(states.indexOf("done")));
        assertThat(done.get("filesHashed").asInt()).isEqualTo(FILES);
        assertThat(client.digestLines(done.get("id").asLong())).hasSize(FILES);
        QueueSnapshot numbers = db.snapshot();
        assertThat(numbers.submitted()).isEqualTo(numbers.succeeded() + numbers.failed() + numbers.dequeued());
        assertThat(numbers.rejected()).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(list().get("verdict").asString()).isEqualTo("All 4 queues keep up."));
        assertThat(health().get("status").asString()).isEqualTo("UP");
    }

    private void assertLogNamesIt(CapturedOutput output) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(output)
                        .containsPattern("WARN.*db: work \\d+ 'ScanStore.save' has run \\S+ s on thread db-\\d.*, at"
                                + " io.threadlets.sample.HangingTrigger.fire\\(HangingTrigger.java:\\d+\\); stack follows\\. It"
                                + " waits for java.util.concurrent.locks.ReentrantLock\\S+, which main holds\\.")
                        .contains("io.threadlets.sample.ScanStore.save(ScanStore.java:"));
    }

    private void assertVerdictNamesIt() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(list().get("verdict").asString())
                        .matches("Queue 'db': all 2 running works have waited for the database for \\S+ s and longer"
                                + " \\(ScanStore.save\\), at io.threadlets.sample.ScanStore.save\\(ScanStore.java:\\d+\\)\\."
                                + " It does not answer\\. .*"));
    }

    private void assertHealthNamesIt() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode entry = health();
            assertThat(entry.get("status").asString()).isEqualTo("SATURATED");
            assertThat(entry.get("details").get("advice").toString())
                    .contains("Queue 'db'", "ScanStore.save", "ReentrantLock", "held by thread main");
        });
        assertThat(Client.json(client.get("/actuator/health")).get("status").asString())
                .isEqualTo("UP");
    }

    /** The rule as it is shipped, but for the five minutes that it waits. */
    private void assertAlertFires() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("prometheus"));
        Path rules = Files.writeString(
                folder.resolve("alerts.yml"), Files.readString(ALERTS).replaceAll("for: \\w+", "for: 1s"));
        try (Prometheus prometheus = Prometheus.start(folder, rules, port)) {
            await().atMost(PATIENCE)
                    .until(() -> prometheus
                                    .query(
                                            "ALERTS{alertname=\"ThreadletsSaturated\",alertstate=\"firing\",queue=\"db\"}")
                                    .size()
                            == 1);
        }
    }

    private List<JsonNode> assertEndpointNamesThem() throws Exception {
        List<JsonNode> works = works().toList();
        assertThat(works).hasSize(2).allSatisfy(work -> {
            assertThat(work.get("work").asString()).isEqualTo("ScanStore.save");
            assertThat(work.get("at").asString()).startsWith("io.threadlets.sample.HangingTrigger.fire(");
            assertThat(work.get("waitingFor").get("lock").asString())
                    .startsWith("java.util.concurrent.locks.ReentrantLock");
            assertThat(work.get("waitingFor").get("heldBy").asString()).isEqualTo("main");
            assertThat(work.get("stack").toString()).contains("io.threadlets.sample.ScanStore.save(ScanStore.java:");
        });
        return works;
    }

    private long begin(String folder) throws Exception {
        return client.begin(Trees.many(Files.createDirectory(temp.toRealPath().resolve(folder)), FILES));
    }

    private JsonNode list() throws Exception {
        return Client.json(client.get("/actuator/threadlets"));
    }

    private JsonNode health() throws Exception {
        return Client.json(client.get("/actuator/health/threadlets/db"));
    }

    private Stream<JsonNode> works() throws Exception {
        return Client.json(client.get("/actuator/threadlets/db/running?stack=true&depth=60"))
                .get("works")
                .valueStream();
    }

    private boolean isDbAtRest() {
        QueueSnapshot now = db.snapshot();
        return now.queued() == 0 && now.idle() == now.cur();
    }
}

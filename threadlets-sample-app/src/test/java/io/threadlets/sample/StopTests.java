package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.QueueSnapshot;
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
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SampleTest
@Import(HeldHashing.class)
class StopTests {

    private static final int THREADS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private final Client client;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final ThreadletQueue scans;
    private final ThreadletQueues queues;
    private Path folder = Path.of("");

    StopTests(
            @LocalServerPort int port,
            HeldHashing.Gate gate,
            ThreadletQueue disk,
            ThreadletQueue scans,
            ThreadletQueues queues) {
        this.client = new Client(port);
        this.gate = gate;
        this.disk = disk;
        this.scans = scans;
        this.queues = queues;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @BeforeEach
    void closeGate() throws Exception {
        folder = Files.createTempDirectory(temp.toRealPath(), "scanned");
        gate.close();
    }

    @AfterEach
    void openGate() {
        gate.open();
        await().atMost(PATIENCE).until(() -> isAtRest(disk.snapshot()) && isAtRest(scans.snapshot()));
    }

    @Test
    void stopDequeuesWhatWaitsAndInterruptsWhatRuns() throws Exception {
        long id = client.begin(Trees.many(folder, 100));
        await().atMost(PATIENCE)
                .until(() -> gate.entered().size() == THREADS && disk.snapshot().queued() == 84);
        long dequeuedBefore = disk.snapshot().dequeued();

        HttpResponse<String> answer = client.delete(id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).get("state").asString()).isEqualTo("stopped");
        assertThat(Client.json(answer).get("filesFound").asLong()).isEqualTo(100);
        assertThat(Client.json(answer).get("filesHashed").asLong()).isZero();
        assertThat(Client.json(answer).get("unreadable")).isEmpty();
        assertThat(disk.snapshot().queued()).isZero();
        assertThat(disk.snapshot().dequeued()).isEqualTo(dequeuedBefore + 84);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gate.interrupted()).containsExactlyInAnyOrderElementsOf(gate.entered());
            assertThat(isAtRest(disk.snapshot())).isTrue();
        });
        assertThat(gate.entered()).hasSize(THREADS);
        assertThat(client.scan(id).get("state").asString()).isEqualTo("stopped");
    }

    @Test
    void stopEndsAScanThatHasMoreFilesThanMayBeUnderWay() throws Exception {
        long id = client.begin(Trees.many(folder, 1000));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 200 - THREADS);

        assertThat(Client.json(client.delete(id)).get("state").asString()).isEqualTo("stopped");
        assertThat(disk.snapshot().queued()).isZero();
    }

    @Test
    void stopIsTheSameTheSecondTime() throws Exception {
        long id = client.begin(Trees.many(folder, 30));
        await().atMost(PATIENCE).until(() -> gate.entered().size() == THREADS);

        String first = client.delete(id).body();
        HttpResponse<String> second = client.delete(id);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first);
    }

    @Test
    void scanThatIsDoneStaysDone() throws Exception {
        gate.open();
        JsonNode done = client.scanned(Trees.many(folder, 3));

        HttpResponse<String> answer = client.delete(done.get("id").asLong());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer)).isEqualTo(done);
    }

    @Test
    void stopLeavesOtherScansAlone() throws Exception {
        long stopped = client.begin(Trees.many(folder.resolve("a"), 40));
        long other = client.begin(Trees.many(folder.resolve("b"), 40));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 80 - THREADS);

        client.delete(stopped);
        gate.open();

        JsonNode scan = client.ended(other);
        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(40);
        assertThat(scan.get("unreadable")).isEmpty();
    }

    @Test
    void scanThatWaitsForAThreadIsTakenOutOfTheStore() throws Exception {
        List<Long> running = List.of(begin("a"), begin("b"), begin("c"), begin("d"));
        await().atMost(PATIENCE)
                .until(() -> scans.snapshot().cur() == 4 && scans.snapshot().idle() == 0);
        long waiting = begin("e");
        assertThat(queues.stored("scans").list(StoredCall.State.WAITING, 2)).hasSize(1);

        HttpResponse<String> answer = client.delete(waiting);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).get("state").asString()).isEqualTo("stopped");
        assertThat(client.scan(waiting).get("filesFound").asLong()).isZero();
        assertThat(queues.stored("scans").list(StoredCall.State.WAITING, 2)).isEmpty();
        for (long id : running) {
            assertThat(client.scan(id).get("state").asString()).isEqualTo("running");
            client.delete(id);
        }
    }

    @Test
    void scanWhoseCallAnOperatorHasTakenOutOfTheStoreCanBeStopped() throws Exception {
        List<Long> running = List.of(begin("a"), begin("b"), begin("c"), begin("d"));
        await().atMost(PATIENCE)
                .until(() -> scans.snapshot().cur() == 4 && scans.snapshot().idle() == 0);
        long waiting = begin("e");
        queues.stored("scans")
                .cancel(queues.stored("scans")
                        .list(StoredCall.State.WAITING, 1)
                        .get(0)
                        .id());

        HttpResponse<String> answer = client.delete(waiting);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).get("state").asString()).isEqualTo("stopped");
        for (long id : running) {
            client.delete(id);
        }
    }

    @Test
    void scanWhoseCallAnOperatorCancelsIsStopped() throws Exception {
        long id = begin("a");
        await().atMost(PATIENCE).until(() -> gate.entered().size() == THREADS);
        String call =
                queues.stored("scans").list(StoredCall.State.RUNNING, 1).get(0).id();

        queues.stored("scans").cancel(call);

        assertThat(client.ended(id).get("state").asString()).isEqualTo("stopped");
        await().atMost(PATIENCE)
                .until(() ->
                        queues.stored("scans").list(StoredCall.State.RUNNING, 1).isEmpty());
    }

    @Test
    void whatWasReadBeforeTheStopStays() throws Exception {
        Trees.many(folder, 250);
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == THREADS);
        gate.admit(30);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == THREADS + 30);

        JsonNode scan = Client.json(client.delete(id));

        assertThat(scan.get("filesHashed").asLong()).isEqualTo(30);
        assertThat(client.digestLines(id)).hasSize(30);
    }

    @Test
    void fileThatVanishesBeforeItIsReadIsListedAndLosesNothingElse() throws Exception {
        Trees.many(folder, 100);
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 100 - THREADS);
        for (String vanishing : List.of("7", "77", "99")) {
            Files.delete(folder.resolve(vanishing));
        }
        gate.open();

        JsonNode scan = client.ended(id);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("unreadable").valueStream().map(JsonNode::toString))
                .containsExactly(vanished("7"), vanished("77"), vanished("99"));
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(97);
        assertThat(scan.get("filesFound").asLong()).isEqualTo(100);
        assertThat(client.digestLines(id)).hasSize(97);
    }

    private String vanished(String name) {
        return "{\"path\":\"" + folder + "/" + name + "\",\"reason\":\"vanished\"}";
    }

    private long begin(String name) throws Exception {
        return client.begin(Trees.many(folder.resolve(name), 30));
    }

    private static boolean isAtRest(QueueSnapshot queue) {
        return queue.queued() == 0 && queue.cur() == queue.idle();
    }
}

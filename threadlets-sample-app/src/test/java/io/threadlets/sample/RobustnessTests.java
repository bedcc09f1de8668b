package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Scans with little room in the queues, of folders that do not stay as they are. */
@SampleTest
@Import(HeldHashing.class)
@TestPropertySource(
        properties = {
            "threadlets.queues.disk.min-threads=0",
            "threadlets.queues.disk.max-threads=4",
            "threadlets.queues.disk.capacity=10"
        })
class RobustnessTests {

    private static final int UNDER_WAY = 4 + 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private final Client client;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final ThreadletQueue scans;
    private final ThreadletQueue db;
    private Path folder = Path.of("");

    RobustnessTests(
            @LocalServerPort int port,
            HeldHashing.Gate gate,
            ThreadletQueue disk,
            ThreadletQueue scans,
            ThreadletQueue db) {
        this.client = new Client(port);
        this.gate = gate;
        this.disk = disk;
        this.scans = scans;
        this.db = db;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory(temp.toRealPath(), "scanned");
        gate.close();
    }

    @AfterEach
    void openGate() {
        db.resume();
        gate.open();
        await().atMost(PATIENCE).until(() -> isAtRest(disk.snapshot()) && isAtRest(scans.snapshot()));
    }

    @Test
    void walkerWaitsWhereTheDiskQueueIsFull() throws Exception {
        QueueSnapshot before = disk.snapshot();
        long id = client.begin(Trees.many(folder, 3000));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 10 && walkerWaits());

        assertThat(disk.snapshot().submitted()).isEqualTo(before.submitted() + UNDER_WAY);
        assertThat(disk.snapshot().rejected()).isEqualTo(before.rejected());

        gate.open();
        JsonNode scan = client.ended(id);
        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(3000);
        assertThat(scan.get("unreadable")).isEmpty();
    }

    @Test
    void walkerWaitsWhereTheDatabaseDoesNotAnswer() throws Exception {
        long before = disk.snapshot().succeeded();
        long id = client.begin(Trees.many(folder, 3000));
        await().atMost(PATIENCE)
                .until(() -> disk.snapshot().queued() == 10 && walkerWaits() && isAtRest(db.snapshot()));
        db.pause();
        gate.open();
        await().atMost(PATIENCE)
                .until(() -> db.snapshot().queued() == 8 && disk.snapshot().queued() == 10);

        // eight batches wait, and each thread of disk holds at most one more
        assertThat(disk.snapshot().succeeded() - before).isLessThanOrEqualTo(1300);

        db.resume();
        assertThat(client.ended(id).get("filesHashed").asLong()).isEqualTo(3000);
    }

    @Test
    void scanWhoseWalkerWaitsStops() throws Exception {
        long id = client.begin(Trees.many(folder, 300));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 10 && walkerWaits());

        assertThat(Client.json(client.delete(id)).get("state").asString()).isEqualTo("stopped");
        assertThat(disk.snapshot().queued()).isZero();
    }

    @Test
    void scanThatWaitsForRoomWhichAnotherScanHoldsStops() throws Exception {
        long holder = client.begin(Trees.many(folder.resolve("a"), 300));
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 10 && walkerWaits());
        long waiting = client.begin(Trees.many(folder.resolve("b"), 300));
        await().atMost(PATIENCE)
                .until(() -> client.scan(waiting).get("filesFound").asLong() == 300);

        HttpResponse<String> answer = client.delete(waiting);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).get("state").asString()).isEqualTo("stopped");
        assertThat(client.scan(holder).get("state").asString()).isEqualTo("running");
        gate.open();
        assertThat(client.ended(holder).get("filesHashed").asLong()).isEqualTo(300);
    }

    @Test
    void whatWasReadIsSeenAlsoWhileOtherFilesTakeLong() throws Exception {
        long id = client.begin(Trees.many(folder, 20));
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 4);
        gate.admit(3);

        await().atMost(PATIENCE).until(() -> client.scan(id).get("filesHashed").asLong() == 3);
        assertThat(client.scan(id).get("state").asString()).isEqualTo("running");
        assertThat(client.digestLines(id)).hasSize(3);

        gate.open();
        assertThat(client.ended(id).get("filesHashed").asLong()).isEqualTo(20);
        assertThat(client.digestLines(id)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void scansCanBeStoppedAtAnyMoment() throws Exception {
        Trees.many(folder, 500);
        gate.open();
        for (int moment = 0; moment <= 500; moment += 20) {
            int hashed = moment;
            long id = client.begin(folder);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isEnded(client.scan(id))
                            || client.scan(id).get("filesHashed").asLong() >= hashed);

            JsonNode scan = Client.json(client.delete(id));

            assertThat(scan.get("state").asString()).isIn("stopped", "done");
            assertThat(scan.get("unreadable")).isEmpty();
            assertThat(client.digestLines(id))
                    .hasSize(scan.get("filesHashed").asInt())
                    .doesNotHaveDuplicates();
            assertThat(client.scan(id)).isEqualTo(scan);
        }
        await().atMost(PATIENCE).until(() -> isAtRest(disk.snapshot()) && isAtRest(scans.snapshot()));
    }

    @Test
    void foldersThatVanishWhileTheyAreReadLoseNothingElse() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            Trees.many(folder.resolve(name), 200);
        }
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 10 && walkerWaits());
        Path first = Objects.requireNonNull(gate.entered().element().getParent());
        Path second = folder.resolve(first.endsWith("b") ? "c" : "b");
        FileSystemUtils.deleteRecursively(first);
        FileSystemUtils.deleteRecursively(second);
        gate.open();

        JsonNode scan = client.ended(id);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(200);
        assertThat(scan.get("unreadable").findValuesAsString("reason"))
                .isNotEmpty()
                .containsOnly("vanished");
        assertThat(scan.get("filesFound").asLong())
                .isEqualTo(200 + scan.get("unreadable").size());
    }

    @Test
    void folderThatVanishesBeforeItsScanBeginsIsListed() throws Exception {
        scans.pause();
        long id;
        try {
            id = client.begin(Trees.many(folder.resolve("a"), 3));
            FileSystemUtils.deleteRecursively(folder.resolve("a"));
        } finally {
            scans.resume();
        }

        JsonNode scan = client.ended(id);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("unreadable").toString())
                .isEqualTo("[{\"path\":\"" + folder + "/a\",\"reason\":\"vanished\"}]");
    }

    @Test
    void fileThatTakesHoursIsLeftWhenTheScanStops() throws Exception {
        gate.open();
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            sparse.setLength(1L << 42);
        }
        long id = client.begin(folder);
        await().atMost(PATIENCE)
                .until(() -> disk.snapshot().cur() > disk.snapshot().idle());

        JsonNode scan = Client.json(client.delete(id));

        assertThat(scan.get("state").asString()).isEqualTo("stopped");
        assertThat(scan.get("unreadable")).isEmpty();
        await().atMost(PATIENCE).until(() -> isAtRest(disk.snapshot()));
    }

    private boolean walkerWaits() {
        return scans.running().stream().anyMatch(running -> running.thread().getState() == Thread.State.WAITING);
    }

    private static boolean isEnded(JsonNode scan) {
        return !scan.get("state").asString().equals("running");
    }

    private static boolean isAtRest(QueueSnapshot queue) {
        return queue.queued() == 0 && queue.cur() == queue.idle();
    }
}

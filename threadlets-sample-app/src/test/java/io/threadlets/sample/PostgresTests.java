package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadlets.ThreadletQueue;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** PostgreSQL by configuration alone: a real server, and the application as it is. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PostgresTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path temp;

    private static @Nullable EmbeddedPostgres server;

    @BeforeAll
    static void startServer() throws Exception {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(system.equals("Linux amd64"), "this system has no PostgreSQL among the tests' dependencies");
        server = EmbeddedPostgres.builder()
                .setDataDirectory(temp.resolve("data"))
                .setOverrideWorkingDirectory(temp.resolve("server").toFile())
                .start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void scanIsTheSameAsOnH2() throws Exception {
        Shell.requires("find", "sha256sum");
        Path folder = Trees.odd(temp.toRealPath().resolve("odd"));
        try (ConfigurableApplicationContext application = start()) {
            assertThat(application
                            .getBean(JdbcClient.class)
                            .sql("SELECT version()")
                            .query(String.class)
                            .single())
                    .startsWith("PostgreSQL ");
            Client client = client(application);

            JsonNode scan = client.scanned(folder);

            long id = scan.get("id").asLong();
            assertThat(scan.get("state").asString()).isEqualTo("done");
            assertThat(scan.get("filesHashed").asLong()).isEqualTo(Trees.countFiles(folder));
            assertThat(scan.get("duplicates")).hasSize(3);
            List<String> expected = Shell.run("find \"$1\" -type f -exec sha256sum {} +", folder)
                    .lines()
                    .toList();
            assertThat(client.digestLines(id)).containsExactlyInAnyOrderElementsOf(expected);
            JsonNode listed = Client.json(client.get("/scans")).get(0);
            assertThat(listed.get("id").asLong()).isEqualTo(id);
            assertThat(listed.get("wastedBytes").asLong()).isEqualTo(17);
        }
    }

    @Test
    void scanUnderWayWhenTheApplicationStopsGoesOnAtTheNextStart() throws Exception {
        Path folder = Trees.many(temp.toRealPath().resolve("many"), 150);
        long id;
        try (ConfigurableApplicationContext application = start()) {
            HeldHashing.Gate gate = application.getBean(HeldHashing.Gate.class);
            gate.close();
            id = client(application).begin(folder);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
            gate.admit(10);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 26);
        }
        try (ConfigurableApplicationContext application = start()) {
            JsonNode scan = client(application).ended(id);
            assertThat(scan.get("state").asString()).isEqualTo("done");
            assertThat(scan.get("filesFound").asLong()).isEqualTo(150);
            assertThat(client(application).digestLines(id)).hasSize(150).doesNotHaveDuplicates();
            assertThat(application.getBean(HeldHashing.Gate.class).entered()).hasSize(140);
        }
    }

    @Test
    void instancesShareTheScansAndStopThoseOfOneAnother() throws Exception {
        Path folder = Trees.many(temp.toRealPath().resolve("shared"), 30);
        try (ConfigurableApplicationContext one = start();
                ConfigurableApplicationContext other = start()) {
            one.getBean(HeldHashing.Gate.class).close();
            other.getBean(HeldHashing.Gate.class).close();
            List<Long> scans = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                scans.add(client(one).begin(folder));
            }
            await().atMost(PATIENCE)
                    .until(() -> scansOf(one).running().size()
                                    + scansOf(other).running().size()
                            == 6);
            assertThat(scansOf(one).running()).hasSizeBetween(2, 4);

            for (long id : scans) {
                client(other).delete(id);
            }

            for (long id : scans) {
                assertThat(client(other).ended(id).get("state").asString()).isEqualTo("stopped");
            }
            await().atMost(PATIENCE)
                    .until(() -> scansOf(one).running().isEmpty()
                            && scansOf(other).running().isEmpty());
        }
    }

    @Test
    void instanceThatWasTakenForDeadWritesNothingMore() throws Exception {
        Path folder = Trees.many(temp.toRealPath().resolve("late"), 30);
        try (ConfigurableApplicationContext application = start()) {
            HeldHashing.Gate gate = application.getBean(HeldHashing.Gate.class);
            gate.close();
            long id = client(application).begin(folder);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);

            // as another instance does that takes the scan over
            TakenScan other =
                    application.getBean(ScanStore.class).take(id).join().orElseThrow();

            await().atMost(PATIENCE).until(() -> scansOf(application).running().isEmpty());
            gate.open();
            assertThat(client(application).scan(id).get("state").asString()).isEqualTo("running");
            assertThat(client(application).digestLines(id)).isEmpty();
            assertThat(other.run()).isEqualTo(2);
        }
    }

    @Test
    void refusalOfTheServerIsAProblemDetail() throws Exception {
        Files.createDirectories(temp.resolve("empty"));
        try (ConfigurableApplicationContext application = start()) {
            Client client = client(application);
            JdbcClient database = application.getBean(JdbcClient.class);
            database.sql("ALTER TABLE scan RENAME TO away").update();
            try {
                assertThat(client.postPath("empty").statusCode()).isEqualTo(503);
            } finally {
                database.sql("ALTER TABLE away RENAME TO scan").update();
            }
            assertThat(client.postPath("empty").statusCode()).isEqualTo(202);
        }
    }

    private static ConfigurableApplicationContext start() {
        assertThat(server).isNotNull();
        return new SpringApplicationBuilder(SampleApplication.class, HeldHashing.class)
                .properties("spring.jmx.enabled=false")
                .run(
                        "--server.port=0",
                        "--sample.root=" + temp,
                        "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"));
    }

    private static ThreadletQueue scansOf(ConfigurableApplicationContext application) {
        return application.getBean("scans", ThreadletQueue.class);
    }

    private static Client client(ConfigurableApplicationContext application) {
        return new Client(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }
}

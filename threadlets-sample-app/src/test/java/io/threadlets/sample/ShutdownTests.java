package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** The application stops and starts again on a database that stays. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShutdownTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Trees.many(temp.toRealPath().resolve("scanned"), 150);
    }

    @Test
    void scanThatRunsWhenTheApplicationStopsGoesOnWhereItWasAtTheNextStart() throws Exception {
        long id;
        HeldHashing.Gate gate;
        try (ConfigurableApplicationContext application = start()) {
            gate = application.getBean(HeldHashing.Gate.class);
            gate.close();
            Client client = client(application);
            id = client.begin(folder);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
            gate.admit(10);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 26);
        }
        assertThat(gate.interrupted()).hasSize(16);
        assertThat(storedState(id)).isEqualTo("running");

        try (ConfigurableApplicationContext application = start()) {
            Client client = client(application);
            JsonNode scan = client.ended(id);
            assertThat(scan.get("state").asString()).isEqualTo("done");
            assertThat(scan.get("filesFound").asLong()).isEqualTo(150);
            assertThat(scan.get("filesHashed").asLong()).isEqualTo(150);
            assertThat(client.digestLines(id)).hasSize(150).doesNotHaveDuplicates();
            assertThat(application.getBean(HeldHashing.Gate.class).entered())
                    .as("files that were read again")
                    .hasSize(140);
        }
    }

    @Test
    void fileThatCouldNotBeReadIsReadAgainWhenTheScanGoesOn() throws Exception {
        long id;
        try (ConfigurableApplicationContext application = start()) {
            HeldHashing.Gate gate = application.getBean(HeldHashing.Gate.class);
            gate.close();
            Client client = client(application);
            id = client.begin(folder);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
            gate.entered().forEach(ShutdownTests::delete);
            gate.admit(16);
            await().atMost(PATIENCE)
                    .until(() -> !client.scan(id).get("unreadable").isEmpty());
        }
        Trees.many(folder, 150);

        try (ConfigurableApplicationContext application = start()) {
            JsonNode scan = client(application).ended(id);
            assertThat(scan.get("unreadable")).isEmpty();
            assertThat(scan.get("filesHashed").asLong()).isEqualTo(150);
        }
    }

    @Test
    void scanThatIsDoneIsStillThereAfterwards() throws Exception {
        JsonNode scan;
        byte[] digests;
        try (ConfigurableApplicationContext application = start()) {
            scan = client(application).scanned(folder);
            digests = client(application).digests(scan.get("id").asLong());
        }
        try (ConfigurableApplicationContext application = start()) {
            long id = scan.get("id").asLong();
            assertThat(client(application).scan(id)).isEqualTo(scan);
            assertThat(client(application).digests(id)).isEqualTo(digests);
            assertThat(client(application).scanned(folder).get("id").asLong()).isGreaterThan(id);
        }
    }

    @Test
    void contextThatStopsAndStartsAgainGoesOnWithItsScans() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            HeldHashing.Gate gate = application.getBean(HeldHashing.Gate.class);
            gate.close();
            long cutOff = client(application).begin(folder);
            await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);

            application.stop();
            application.start();
            gate.open();

            assertThat(client(application).ended(cutOff).get("filesHashed").asLong())
                    .isEqualTo(150);
            assertThat(client(application).scanned(folder).get("filesHashed").asLong())
                    .isEqualTo(150);
        }
    }

    @Test
    void nothingRunsOnTheQueuesAfterwards() throws Exception {
        ThreadletQueue disk;
        try (ConfigurableApplicationContext application = start()) {
            disk = application.getBean("disk", ThreadletQueue.class);
            application.getBean(HeldHashing.Gate.class).close();
            long id = client(application).begin(folder);
            await().atMost(PATIENCE).until(() -> disk.snapshot().queued() > 0);
            assertThat(id).isPositive();
        }
        assertThat(disk.isTerminated()).isTrue();
        assertThat(disk.snapshot().cur()).isZero();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(SampleApplication.class, HeldHashing.class)
                .properties("spring.jmx.enabled=false")
                .run("--server.port=0", "--sample.root=" + temp, "--spring.datasource.url=" + url());
    }

    private static Client client(ConfigurableApplicationContext application) {
        return new Client(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String storedState(long id) {
        return JdbcClient.create(new DriverManagerDataSource(url()))
                .sql("SELECT state FROM scan WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private String url() {
        return "jdbc:h2:file:" + temp.resolve("scans") + ";DB_CLOSE_ON_EXIT=FALSE";
    }
}

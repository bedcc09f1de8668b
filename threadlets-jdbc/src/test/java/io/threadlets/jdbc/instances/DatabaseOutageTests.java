package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Figures.doubles;
import static io.threadlets.jdbc.instances.Figures.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database that is gone for a while. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DatabaseOutageTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OUTAGE_SECONDS = 30;

    @RegisterExtension
    private final Instances instances = new Instances();

    @Tag("stress")
    @Test
    void sendsFailAndWorkersGoOnByThemselvesWhenItIsBack(@TempDir Path folder) throws Exception {
        try (PostgresFolder server = PostgresFolder.start(folder.resolve("data"))) {
            instances.use(server.database());
            final Database database = instances.database();
            final Instance a = instances.start("a");
            final Instance b = instances.start("b");
            a.ask("works", 1, 100, 200);
            await().atMost(PATIENCE).until(() -> database.ended().size() >= 8);

            server.stop();
            final String refused = a.send("work", 101, 0).get(60, TimeUnit.SECONDS);
            assertThat(refused).contains("ThreadletStoreException");
            // An outage is a time, and not an event that could be waited for.
            assertThat(new CountDownLatch(1).await(OUTAGE_SECONDS, TimeUnit.SECONDS))
                    .isFalse();
            server.startAgain();
            final Instant back = Instant.now();
            final int before = database.runs().size();

            await().atMost(PATIENCE).until(() -> database.runs().size() > before);
            final Duration resumed = Duration.between(back, Instant.now());
            b.ask("work", 102, 0);
            await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
            assertThat(database.ended()).hasSize(101).doesNotContain(101L);
            Figures.print(
                    "T11",
                    "%d s without a database; calls ran again %s after it was back; %d of 100 twice, 0 lost"
                            .formatted(
                                    OUTAGE_SECONDS,
                                    seconds(resumed),
                                    doubles(database.runs()).size()));
        }
    }
}

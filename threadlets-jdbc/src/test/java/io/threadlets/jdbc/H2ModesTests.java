package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** H2 in the place of another database, as in many tests, and with names as they are written. */
class H2ModesTests extends StoreInstances {
    @TempDir
    private Path folder;

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application.properties("threadlets.queues.jobs.store=jdbc", "threadlets.jdbc.poll-interval=50ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODE=DB2",
                "MODE=Derby",
                "MODE=HSQLDB",
                "MODE=LEGACY",
                "MODE=MariaDB;DATABASE_TO_LOWER=TRUE",
                "MODE=MSSQLServer",
                "MODE=MySQL;DATABASE_TO_UPPER=FALSE",
                "MODE=Oracle",
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "MODE=STRICT",
                "DATABASE_TO_UPPER=FALSE",
                "CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            })
    void callsAreSentRunFoundAndRunAgainInEachMode(String mode) throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        final Jobs jobs = start(
                "spring.datasource.url=jdbc:h2:file:" + folder.resolve("calls") + ";" + mode,
                "threadlets.queues.jobs.capacity=10");
        final ThreadletReceipt first = jobs.once("a");
        awaitOne(StoredCall.State.DEAD);
        script.on("a", () -> {});
        assertThat(calls().retry(first.id())).isTrue();
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 2, 3, 1);
        paused(last());
        assertThat(jobs.once("b").duplicate()).isFalse();
        assertThat(jobs.once("b").duplicate()).isTrue();
        assertThat(calls().snapshot().waiting()).isOne();
    }
}

package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A database of H2 in a file, which reads by way of a channel: a thread that reads while it is interrupted closes that
 * channel, and with it the database, for everybody.
 */
class InterruptedDatabaseTests {
    /** More than H2 keeps in memory. */
    private static final int ROWS = 10_000;

    @TempDir
    private Path folder;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("db")
                + ";CACHE_SIZE=1;OPTIMIZE_REUSE_RESULTS=0"; // each scan reads the file
    }

    private ApplicationContextRunner contexts() {
        return Contexts.withStarter()
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + url(),
                        "spring.datasource.username=sa",
                        "threadlets.queues.db.max-threads=2",
                        "threadlets.methods[Rows.scan].timeout=1s")
                .withBean(Rows.class);
    }

    /** The database is closed at the end, and keeps nothing in memory. */
    @BeforeEach
    void fill() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rows (id INT PRIMARY KEY, text VARCHAR)");
            statement.execute("INSERT INTO rows SELECT x, REPEAT('row ', 500) FROM SYSTEM_RANGE(1, " + ROWS + ")");
        }
    }

    static class Rows {
        private final JdbcTemplate jdbc;

        Rows(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Threadlet("db")
        public int count() {
            return Objects.requireNonNull(jdbc.queryForObject("SELECT COUNT(text) FROM rows", Integer.class));
        }

        /** Takes longer than its time, which is set from outside; ends when nobody waits any more. */
        @Threadlet("db")
        public int scan(CompletableFuture<String> ended) {
            final ThreadletCall call = ThreadletCall.current();
            int scans = 0;
            try {
                while (!call.isCancelled()) {
                    jdbc.queryForObject("SELECT SUM(LENGTH(text)) FROM rows", Long.class);
                    scans++;
                }
                jdbc.queryForObject("SELECT SUM(LENGTH(text)) FROM rows", Long.class); // the one that nobody waits for
                ended.complete("done");
            } catch (DataAccessException failure) {
                ended.complete("failed");
            }
            return scans;
        }
    }

    @Test
    void timeoutThatInterruptsClosesTheDatabaseForOtherCallers() {
        contexts().run(context -> {
            final Rows rows = context.getBean(Rows.class);
            assertThat(rows.count()).isEqualTo(ROWS);
            assertThat(timeOut(rows)).isEqualTo("failed");
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(rows::count);
        });
    }

    @Test
    void timeoutThatDoesNotInterruptLeavesTheDatabaseOpen() {
        contexts().withPropertyValues("threadlets.queues.db.interrupt=false").run(context -> {
            final Rows rows = context.getBean(Rows.class);
            assertThat(timeOut(rows)).isEqualTo("done");
            assertThat(rows.count()).isEqualTo(ROWS);
        });
    }

    /** Makes a call that times out, and waits for the end of its body. */
    private static String timeOut(Rows rows) throws Exception {
        final CompletableFuture<String> ended = new CompletableFuture<>();
        assertThatExceptionOfType(ThreadletTimeoutException.class).isThrownBy(() -> rows.scan(ended));
        return ended.get(60, TimeUnit.SECONDS);
    }
}

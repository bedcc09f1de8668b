package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.ThreadletStoreException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** What an application with stored calls finds when it starts, and what it says. */
@ExtendWith(OutputCaptureExtension.class)
class JdbcStoreStartTests {
    @TempDir
    private Path folder;

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Orders.Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.hikari.connection-timeout=250",
                        "threadlets.jdbc.poll-interval=20ms",
                        "threadlets.queues.reports.store=jdbc")
                .properties(properties)
                .run();
    }

    private void refused(String... properties) {
        assertThatThrownBy(() -> start(properties).close()).isInstanceOf(Exception.class);
    }

    @Test
    void databaseInMemoryIsWarnedOfWithTheTextToUse(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start("spring.datasource.url=jdbc:h2:mem:calls")) {
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject("select count(*) from threadlets_reports", Long.class))
                    .isZero();
            assertThat(output)
                    .contains("its calls end with the process")
                    .contains("jdbc:h2:file:./data/calls;WRITE_DELAY=0")
                    .contains("calls are kept in table threadlets_reports of H2 2");
        }
    }

    @Test
    void fileThatIsWrittenWithADelayIsWarnedOf(CapturedOutput output) {
        start("spring.datasource.url=jdbc:h2:file:" + folder.resolve("late")).close();
        assertThat(output).contains("Add ;WRITE_DELAY=0 to spring.datasource.url");
        final int before = output.toString().length();
        start("spring.datasource.url=jdbc:h2:file:" + folder.resolve("soon") + ";WRITE_DELAY=0")
                .close();
        assertThat(output.toString().substring(before)).doesNotContain("WRITE_DELAY=0 to");
    }

    @Test
    void missingDataSourceIsReportedWithWhatToAdd(CapturedOutput output) {
        refused("spring.autoconfigure.exclude="
                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
        assertThat(output)
                .contains("threadlets.queues.reports.store is jdbc, but the application has no DataSource.")
                .contains("org.springframework.boot:spring-boot-starter-jdbc")
                .contains("set spring.datasource.url");
    }

    @Test
    void missingDataSourceOfANameIsReported(CapturedOutput output) {
        refused("spring.datasource.url=jdbc:h2:mem:other", "threadlets.jdbc.data-source=calls");
        assertThat(output)
                .contains("threadlets.jdbc.data-source is calls, but there is no DataSource bean of that name.");
    }

    @Test
    void poolThatTheCallsCanUseUpIsWarnedOf(CapturedOutput output) {
        final String url = "spring.datasource.url=jdbc:h2:mem:pool;DB_CLOSE_DELAY=-1";
        start(url, "threadlets.queues.reports.max-threads=8").close();
        assertThat(output)
                .contains("reports: 8 calls may run at once, and the connection pool has 10 connections.")
                .contains("spring.datasource.hikari.maximum-pool-size, have at least 11, or set"
                        + " threadlets.queues.reports.max-threads to 7 or less");
        final int before = output.toString().length();
        start(url, "threadlets.queues.reports.max-threads=7").close();
        start(url, "threadlets.queues.reports.max-threads=8", "spring.datasource.hikari.maximum-pool-size=11")
                .close();
        start(url, "spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .close();
        assertThat(output.toString().substring(before)).doesNotContain("the connection pool has");
    }

    @Test
    void poolThatNoNumberOfThreadsSuitsIsToBeMadeLarger(CapturedOutput output) {
        start(
                        "spring.datasource.url=jdbc:h2:mem:small;DB_CLOSE_DELAY=-1",
                        "spring.datasource.hikari.maximum-pool-size=3",
                        "threadlets.queues.reports.max-threads=1")
                .close();
        assertThat(output)
                .contains("reports: 1 call may run at once, and the connection pool has 3 connections.")
                .containsPattern("maximum-pool-size, have at least 4\\R")
                .doesNotContain("threadlets.queues.reports.max-threads");
    }

    @Test
    void missingTableIsReportedWithScriptAndProperty(CapturedOutput output) {
        refused(
                "spring.datasource.url=jdbc:h2:file:" + folder.resolve("never"),
                "threadlets.jdbc.initialize-schema=never",
                "threadlets.jdbc.table-prefix=calls_");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("its database has no table calls_reports")
                .contains("io/threadlets/jdbc/schema-h2.sql")
                .contains("threadlets.jdbc.initialize-schema");
    }

    @Test
    void whatCannotBeIsReported(CapturedOutput output) {
        refused(
                "spring.datasource.url=jdbc:h2:mem:never",
                "threadlets.jdbc.missed-heartbeats=3",
                "threadlets.jdbc.heartbeat=0s",
                "threadlets.queues.a-b.store=jdbc",
                "threadlets.queues[a.B].store=jdbc",
                "threadlets.queues[x/y].store=jdbc",
                "threadlets.queues." + "q".repeat(50) + ".store=jdbc");
        assertThat(output)
                .contains("threadlets.jdbc.missed-heartbeats is 3, but must be at least 4")
                .contains("threadlets.jdbc.heartbeat is PT0S, but must be at least 1ms")
                .contains("would have one table, threadlets_a_B")
                .contains("Queue 'x/y' has the store jdbc, which takes letters, digits, _, - and .")
                .contains("whose name has 61 characters");
        refused("spring.datasource.url=jdbc:h2:mem:never", "threadlets.jdbc.hartbeat=1s");
        assertThat(output).contains("Did you mean heartbeat? Use threadlets.jdbc.heartbeat");
    }

    @Test
    void databaseThatIsDownAtTheStartIsUsedWhenItIsBack(CapturedOutput output) throws Exception {
        final Server probe = Server.createTcpServer("-tcpPort", "0").start();
        final int port = probe.getPort();
        probe.stop();
        final String url = "spring.datasource.url=jdbc:h2:tcp://localhost:" + port + "/" + folder.resolve("down")
                + ";WRITE_DELAY=0";
        final Server server =
                Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir", folder.toString());
        try {
            try (ConfigurableApplicationContext context = start(url)) {
                final Orders orders = context.getBean(Orders.class);
                assertThatThrownBy(() -> orders.build(1))
                        .isInstanceOf(ThreadletStoreException.class)
                        .hasMessageContaining("Queue 'reports': its store jdbc could not store a call");
                server.start();
                await().atMost(30, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(orders.build(2)).isNotNull());
                await().atMost(30, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(orders.built()).contains(2L));
            }
        } finally {
            server.stop();
        }
        refused(url, "threadlets.jdbc.required=true");
        assertThat(output).contains("threadlets.jdbc.required");
    }
}

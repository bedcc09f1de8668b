package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Calls that an instance leaves behind in the database: since it is killed, or cannot write down their end. */
@ExtendWith(OutputCaptureExtension.class)
class LeftCallTests extends StoreInstances {
    @TempDir
    private Path folder;

    private volatile boolean isUnreachable;

    /** A database that the queue's threads cannot reach at times. */
    private final class Unreliable extends DelegatingDataSource {
        Unreliable(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isUnreachable && Thread.currentThread().getName().startsWith("jobs-")) {
                throw new SQLException("unreachable");
            }
            return super.getConnection();
        }
    }

    private final class UnreliableDatabase implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource target ? new Unreliable(target) : bean;
        }
    }

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application
                .properties(
                        "threadlets.queues.jobs.store=jdbc",
                        "threadlets.jdbc.poll-interval=50ms",
                        "spring.datasource.url=jdbc:h2:file:" + folder.resolve("calls") + ";WRITE_DELAY=0")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(UnreliableDatabase.class, () -> new UnreliableDatabase()));
    }

    @Test
    void callThatIsTakenOverFromAKilledInstanceIsNoFirstStart() throws Exception {
        final Jobs jobs = start("threadlets.jdbc.heartbeat=500ms");
        paused(last());
        jobs.run("a");
        last().getBean(JdbcTemplate.class)
                .update("update threadlets_jobs set picked = true, picked_by = 'killed', version = version + 1,"
                        + " last_heartbeat = timestamp with time zone '2020-01-01 00:00:00+00'");
        awaitOne(StoredCall.State.WAITING);
        last().getBean(ThreadletQueues.class).get("jobs").resume();
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1);
        jobs.run("b");
        awaitNone();
        assertThat(firstStarts()).isOne();
    }

    @Test
    void endThatCouldNotBeWrittenDownBeforeIsWrittenDownAtTheStop(CapturedOutput output) throws Exception {
        script.on("a", () -> isUnreachable = true);
        start().run("a");
        soon().untilAsserted(() -> assertThat(output).contains("could not be written down"));
        last().close();
        isUnreachable = false;
        start();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(output).doesNotContain("is given back").doesNotContain("ended here too late");
    }
}

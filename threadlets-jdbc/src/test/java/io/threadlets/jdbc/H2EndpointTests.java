package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint, on H2 in a file; and behind a server that can be stopped. */
class H2EndpointTests extends EndpointContract {
    H2EndpointTests(@TempDir Path folder) {
        super("jdbc:h2:file:" + folder.resolve("calls") + ";WRITE_DELAY=0", "H2");
    }

    @Test
    void databaseThatIsAwayIsShownAndKeepsNoListFromBeingShown(@TempDir Path folder) throws Exception {
        Server server = serve(folder, "0");
        final String port = String.valueOf(server.getPort());
        try {
            start("spring.datasource.url=jdbc:h2:tcp://localhost:" + port + "/" + folder.resolve("calls")
                    + ";WRITE_DELAY=0");
            final Actuator actuator = new Actuator(last());
            assertThat(stateOf(actuator)).isEqualTo("up");
            server.stop();
            soon().untilAsserted(() -> assertThat(stateOf(actuator)).isEqualTo("unreachable"));
            final Actuator.Answer dead = actuator.get("/threadlets/jobs/stored?state=dead");
            assertThat(dead.status()).isEqualTo(503);
            assertThat(JsonPath.<String>read(dead.body(), "$.message")).startsWith("Queue 'jobs': its store jdbc (H2 ");
            assertThat(actuator.read("/health/threadlets/jobs")).containsEntry("status", "UNKNOWN");
            server = serve(folder, port);
            soon().untilAsserted(() -> assertThat(stateOf(actuator)).isEqualTo("up"));
            assertThat(actuator.read("/health/threadlets/jobs")).containsEntry("status", "UP");
        } finally {
            server.stop();
        }
    }

    @Test
    void requestIsNotServedThatFindsThePoolWithoutAConnection() throws Exception {
        start("spring.datasource.hikari.connection-timeout=0"); // it is waited for without an end
        final Actuator actuator = new Actuator(last());
        assertThat(stateOf(actuator)).isEqualTo("up");
        final DataSource pool = last().getBean(DataSource.class);
        final List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                taken.add(pool.getConnection());
            }
            final Actuator.Answer dead =
                    actuator.getAsync("/threadlets/jobs/stored?state=dead").get(20, TimeUnit.SECONDS);
            assertThat(dead.status()).isEqualTo(503);
            assertThat(JsonPath.<String>read(dead.body(), "$.error")).isEqualTo("unreachable");
            assertThat(actuator.read("/threadlets")).containsKey("queues");
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        soon().untilAsserted(() -> assertThat(
                        actuator.get("/threadlets/jobs/stored?state=dead").status())
                .isEqualTo(200));
    }

    private static Server serve(Path folder, String port) throws Exception {
        return Server.createTcpServer("-tcpPort", port, "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    private static @Nullable Object stateOf(Actuator actuator) throws Exception {
        final Map<String, Object> store = JsonPath.read(actuator.read("/threadlets"), "$.queues.jobs.store");
        return store.get("state");
    }
}

package io.threadlets.jdbc;

import io.threadlets.spring.store.StoredTracesContract;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** With the trace kept in a database. */
class H2TracesTests extends StoredTracesContract {
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

    @Override
    protected SpringApplicationBuilder onStoreOf(SpringApplicationBuilder application) {
        return application.properties(
                "threadlets.queues.jobs.store=jdbc",
                "threadlets.jdbc.poll-interval=50ms",
                "spring.datasource.url=" + database);
    }
}

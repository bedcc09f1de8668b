package io.threadlets.jdbc;

import io.threadlets.spring.store.StoredCallsContract;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The contract of stores, on a real MariaDB where the system has one. */
@Tag("stress")
class MariaDbStoreTests extends StoredCallsContract {
    private final String database = MariaDb.newDatabase();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application.properties(
                "threadlets.queues.jobs.store=jdbc",
                "threadlets.jdbc.poll-interval=50ms",
                "threadlets.jdbc.initialize-schema=always",
                "spring.datasource.url=" + database,
                "spring.datasource.hikari.maximum-pool-size=8");
    }
}

package io.threadlets.jdbc;

import io.threadlets.spring.store.StoredCallsContract;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The contract of stores, on a real PostgreSQL. */
class PostgreSqlStoreTests extends StoredCallsContract {
    private final String database = PostgreSql.newDatabase();

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

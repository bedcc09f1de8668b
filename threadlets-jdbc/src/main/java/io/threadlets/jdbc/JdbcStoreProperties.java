package io.threadlets.jdbc;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set of the store 'jdbc'.
 *
 * @param dataSource Name of the DataSource bean of the database.
 * @param tablePrefix Beginning of the tables' names. The queue's name follows.
 * @param initializeSchema When missing tables are created. 'embedded' means in any H2, in memory or in a file.
 * @param pollInterval Time between two looks for calls that other instances have sent, or that are due again.
 * @param heartbeat Time after which an instance says again that it lives.
 * @param missedHeartbeats Number of heartbeats that an instance misses before its calls are given to others. At least
 *     4.
 * @param contextKeys Keys of the logging context that go along with calls, beside 'traceparent'.
 * @param required Whether a database that cannot be reached keeps the application from starting, and is shown as down.
 */
@ConfigurationProperties("threadlets.jdbc")
public record JdbcStoreProperties(
        @Nullable String dataSource,
        @DefaultValue("threadlets_") String tablePrefix,
        @DefaultValue("embedded") InitializeSchema initializeSchema,
        @DefaultValue("200ms") Duration pollInterval,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("4") int missedHeartbeats,
        @DefaultValue List<String> contextKeys,
        @DefaultValue("false") boolean required) {

    /** When missing tables are created. */
    public enum InitializeSchema {
        /** In any H2. */
        EMBEDDED,
        /** Always. */
        ALWAYS,
        /** Never: the application, or its Flyway, does. */
        NEVER
    }
}

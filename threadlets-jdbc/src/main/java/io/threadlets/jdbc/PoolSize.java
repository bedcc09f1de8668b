package io.threadlets.jdbc;

import java.util.Collection;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * How many connections there are.
 *
 * @param largest the most that the pool makes; 0 or less where it has no limit, or none is known
 */
record PoolSize(int largest) {
    private static final Log LOG = LogFactory.getLog(PoolSize.class);

    /** What the store needs beside the bodies: to take calls, to say that this instance lives, to look for the dead. */
    private static final int FOR_THE_STORE = 3;

    static PoolSize of(DataSource dataSource, Collection<DataSourcePoolMetadataProvider> pools) {
        final DataSourcePoolMetadata known =
                new CompositeDataSourcePoolMetadataProvider(pools).getDataSourcePoolMetadata(dataSource);
        final @Nullable Integer largest = known == null ? null : known.getMax();
        return new PoolSize(largest == null ? 0 : largest);
    }

    /** Warns where the bodies of a queue can take so many connections that its heartbeats wait for one. */
    void look(String queue, int threads) {
        if (largest > 0 && largest < threads + FOR_THE_STORE) {
            final int mostThreads = largest - FOR_THE_STORE;
            LOG.warn(queue + ": " + counted(threads, "call") + " may run at once, and the connection pool has "
                    + counted(largest, "connection") + ". If the calls use them all, heartbeats are late, and other"
                    + " instances take this one for dead. Let the pool, as by"
                    + " spring.datasource.hikari.maximum-pool-size, have at least " + (threads + FOR_THE_STORE)
                    + (mostThreads < 1
                            ? ""
                            : ", or set threadlets.queues." + queue + ".max-threads to " + mostThreads + " or less"));
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}

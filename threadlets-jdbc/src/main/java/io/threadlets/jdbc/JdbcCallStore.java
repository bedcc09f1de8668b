package io.threadlets.jdbc;

import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.CallStore;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.StoreProblemException;
import io.threadlets.spring.store.StoreType;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

/** The store {@code jdbc} of a context. */
final class JdbcCallStore implements CallStore {
    private static final Log LOG = LogFactory.getLog(JdbcCallStore.class);

    private final Database database;
    private final JdbcStoreProperties properties;
    private final JsonMapper mapper = JsonMapper.builder().build();

    JdbcCallStore(DataSource dataSource, PoolSize pool, JdbcStoreProperties properties) {
        this.database = new Database(dataSource, pool);
        this.properties = properties;
    }

    @Override
    public String name() {
        return JdbcStoreType.NAME;
    }

    @Override
    public boolean isRequired() {
        return properties.required();
    }

    @Override
    public QueueStore open(String queue, CallRunner runner) {
        final JdbcQueueStore store = new JdbcQueueStore(
                queue, TableNames.of(properties.tablePrefix(), queue), database, properties, runner, mapper);
        try {
            store.open();
        } catch (SQLException unreachable) {
            final String text = "its store jdbc cannot be reached: " + unreachable.getMessage();
            if (properties.required()) {
                throw new ThreadletStoreException(
                        queue, "Queue '" + queue + "': " + text + " (threadlets.jdbc.required)", unreachable);
            }
            LOG.warn(queue + ": " + text + ". Sending fails, and no calls are run, until it can be");
        } catch (MissingTableException | UnsupportedDatabaseException wrong) {
            throw new StoreProblemException(problem(queue, wrong), wrong);
        }
        return store;
    }

    private static StoreType.Problem problem(String queue, RuntimeException wrong) {
        final String text = String.valueOf(wrong.getMessage());
        final int fix = text.indexOf(". ") + 2;
        return new StoreType.Problem(
                text.substring(0, fix - 1), text.substring(fix), List.of("threadlets.queues." + queue + ".store"));
    }
}

package io.threadlets.jdbc;

import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.NewCall;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.SentCall;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The calls of one queue in its table. Safe from any thread. */
final class JdbcQueueStore implements QueueStore {
    private static final Log LOG = LogFactory.getLog(JdbcQueueStore.class);

    private final String queue;
    private final String table;
    private final Database database;
    private final Schema schema;
    private final JdbcStoreProperties properties;
    private final CarriedContext context;
    private final CallRunner runner;
    private final JsonMapper mapper;

    /** The table, once it was reached. */
    private volatile @Nullable Opened opened;

    /** What takes calls; null while none are taken. */
    private final AtomicReference<@Nullable QueueScheduler> scheduler = new AtomicReference<>();

    private volatile String instance = Instances.newName();

    /** What is known of a database that was reached. */
    private record Opened(Platform platform, String description, Rows rows, Sending sending) {}

    JdbcQueueStore(
            String queue,
            String table,
            Database database,
            JdbcStoreProperties properties,
            CallRunner runner,
            JsonMapper mapper) {
        this.queue = queue;
        this.table = table;
        this.database = database;
        this.schema = new Schema(queue, table, properties.initializeSchema());
        this.properties = properties;
        this.context = CarriedContext.of(properties.contextKeys());
        this.runner = runner;
        this.mapper = mapper;
    }

    // ---- the table ----

    /** @throws SQLException if the database cannot be reached */
    void open() throws SQLException {
        opened();
    }

    private Opened opened() throws SQLException {
        final Opened known = opened;
        if (known != null) {
            return known;
        }
        final Opened found = database.apart(connection -> {
            final DatabaseMetaData about = connection.getMetaData();
            final Platform platform = Platform.of(about);
            final Rows rows = new Rows(table, platform, platform.customization(asked -> asked), mapper);
            StoreWarnings.look(queue, connection, platform, about.getURL());
            return new Opened(
                    platform,
                    about.getDatabaseProductName() + " " + about.getDatabaseProductVersion(),
                    rows,
                    new Sending(database, rows, platform));
        });
        schema.ensure(database, found.platform());
        opened = found;
        LOG.info(queue + ": calls are kept in table " + table + " of " + found.description());
        return found;
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Task<T> {
        T in(Opened table) throws SQLException;
    }

    private <T> T reach(String what, Task<T> task) {
        try {
            return task.in(opened());
        } catch (SQLException | MissingTableException | UnsupportedDatabaseException failed) {
            throw new ThreadletStoreException(
                    queue,
                    "Queue '" + queue + "': its store jdbc could not " + what + ": " + failed.getMessage(),
                    failed);
        }
    }

    private <T> T reachApart(String what, RowsTask<T> task) {
        return reach(what, table -> database.apart(connection -> task.in(table.rows(), connection)));
    }

    /** Something that is done with the rows. */
    @FunctionalInterface
    private interface RowsTask<T> {
        T in(Rows rows, Connection connection) throws SQLException;
    }

    // ---- sending ----

    @Override
    public SentCall send(NewCall call, Runnable stored) {
        final CallData data = new CallData(call.accepted(), context.capture(call.trace()), call.payload());
        return reach(
                "store a call",
                table -> table.sending().send(call, data, () -> {
                    stored.run();
                    wakeUp();
                }));
    }

    @Override
    public Optional<SentCall> holder(String target, String key) {
        final String column = Objects.requireNonNull(Keys.column(key));
        return reachApart("look for a key", (rows, connection) -> rows.holder(connection, target, column));
    }

    // ---- running ----

    @Override
    public void start() {
        database.pool().look(queue, runner.maxThreads());
        instance = Instances.newName();
        final QueueScheduler started = new QueueScheduler(queue, table, instance, database, properties, runner, () -> {
            final Opened reached = opened();
            return new QueueScheduler.Reached(reached.platform(), reached.rows());
        });
        final QueueScheduler before = scheduler.getAndSet(started);
        if (before != null) {
            before.stop();
        }
        started.start();
    }

    @Override
    public void pause() {
        final QueueScheduler running = scheduler.get();
        if (running != null) {
            running.pause();
        }
    }

    @Override
    public void stop() {
        final QueueScheduler running = scheduler.getAndSet(null);
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public void wakeUp() {
        final QueueScheduler running = scheduler.get();
        if (running != null) {
            running.wakeUp();
        }
    }

    @Override
    public void freed() {
        final QueueScheduler running = scheduler.get();
        if (running != null) {
            running.freed();
        }
    }

    @Override
    public String instance() {
        return instance;
    }

    // ---- looking ----

    @Override
    public List<Count> counts() {
        return reachApart("count its calls", (rows, connection) -> rows.counts(connection));
    }

    @Override
    public long waiting(Set<String> targets, int enough) {
        return reachApart("count its calls", (rows, connection) -> rows.waiting(connection, targets, enough));
    }

    @Override
    public List<KeptCall> list(State state, TargetFilter filter, int limit) {
        return reachApart("list its calls", (rows, connection) -> rows.list(connection, state, filter, limit));
    }

    @Override
    public Optional<KeptCall> find(String id) {
        return reachApart("look for a call", (rows, connection) -> rows.find(connection, id));
    }

    @Override
    public @Nullable String description() {
        final Opened known = opened;
        return known == null ? null : known.description();
    }

    // ---- steering ----

    @Override
    public boolean delete(String id) {
        return reachApart("delete a call", (rows, connection) -> rows.delete(connection, id));
    }

    @Override
    public boolean retry(String id, Instant due) {
        return reachApart(
                "retry a call",
                (rows, connection) -> rows.hasten(connection, id, due) || revive(rows, connection, id, due));
    }

    private static boolean revive(Rows rows, Connection connection, String id, Instant due) throws SQLException {
        try {
            return rows.revive(connection, id, due);
        } catch (SQLException failed) {
            if (Keys.isTaken(failed)) {
                return false; // another call holds its key
            }
            throw failed;
        }
    }

    @Override
    public int purge(Instant before) {
        return reachApart("delete dead calls", (rows, connection) -> rows.purge(connection, before));
    }
}

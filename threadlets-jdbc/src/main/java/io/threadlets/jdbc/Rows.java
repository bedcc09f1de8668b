package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import io.threadlets.spring.store.NewCall;
import io.threadlets.spring.store.QueueStore.Count;
import io.threadlets.spring.store.QueueStore.KeptCall;
import io.threadlets.spring.store.QueueStore.State;
import io.threadlets.spring.store.QueueStore.TargetFilter;
import io.threadlets.spring.store.SentCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of one queue's table. A row is a call:
 *
 * <pre>
 *   waiting    not picked, no failure          live = 1
 *   running    picked                          live = 1
 *   retrying   not picked, some failures       live = 1
 *   dead       not picked, due in the year 9999, live is null, died at last_failure
 * </pre>
 *
 * <p>{@code consecutive_failures} counts the attempts that were followed by another one, so that the attempt is one
 * more. {@code last_success} is the time at which an attempt was cut off last, by a stop or a crash. Keys are unique
 * among live rows, since nulls are all different.
 */
final class Rows {
    /** Further away than what any database thinks is the end of time, and less than what it takes. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final String OF_THIS_VERSION = " where task_name = ? and task_instance = ? and version = ?";
    private static final String ALL = "select task_name, task_instance, task_data, execution_time, picked, picked_by,"
            + " consecutive_failures, live, accepted, failure from ";

    private final String table;
    private final Platform platform;
    private final JdbcCustomization values;
    private final JsonMapper mapper;
    private final String insert;

    Rows(String table, Platform platform, JdbcCustomization values, JsonMapper mapper) {
        this.table = table;
        this.platform = platform;
        this.values = values;
        this.mapper = mapper;
        this.insert = "insert into " + table
                + " (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version,"
                + " call_key, live, accepted, crashes) values (?, ?, ?, ?, ?, 0, 1, ?, 1, ?, 0)"
                + platform.unlessThereIsOne();
    }

    /** @param accepted when the call was stored, for data that do not say so */
    CallData data(byte[] bytes, Instant accepted) {
        return CallData.of(bytes, accepted, mapper);
    }

    // ---- sending ----

    /** Returns whether it was stored; may also throw for a key that is there. */
    boolean insert(Connection connection, NewCall call, @Nullable String key, CallData data) throws SQLException {
        return Sql.update(connection, insert, statement -> {
                    statement.setString(1, call.target());
                    statement.setString(2, call.id());
                    statement.setBytes(3, data.toBytes(mapper));
                    values.setInstant(statement, 4, call.accepted());
                    statement.setBoolean(5, false);
                    statement.setString(6, key);
                    values.setInstant(statement, 7, call.accepted());
                })
                == 1;
    }

    Optional<SentCall> holder(Connection connection, String target, String key) throws SQLException {
        return Sql.query(
                        connection,
                        "select task_instance, accepted from " + table
                                + " where task_name = ? and call_key = ? and live = 1",
                        statement -> {
                            statement.setString(1, target);
                            statement.setString(2, key);
                        },
                        row -> new SentCall(
                                row.getString("task_instance"), instant(row, "accepted"), /* isDuplicate= */ true))
                .stream()
                .findFirst();
    }

    private Instant instant(ResultSet row, String column) throws SQLException {
        return values.getInstant(row, column);
    }

    // ---- what becomes of a call that was taken; false where it belongs to somebody else by now ----

    boolean remove(Connection connection, Execution execution) throws SQLException {
        return change(connection, execution, "delete from " + table, statement -> 1);
    }

    boolean retry(Connection connection, Execution execution, Instant due, String failure) throws SQLException {
        return change(
                connection,
                execution,
                "update " + table + " set picked = ?, picked_by = null, last_heartbeat = null, execution_time = ?,"
                        + " consecutive_failures = consecutive_failures + 1, last_failure = ?, failure = ?,"
                        + " version = version + 1",
                statement -> {
                    statement.setBoolean(1, false);
                    values.setInstant(statement, 2, due);
                    values.setInstant(statement, 3, Instant.now());
                    statement.setString(4, failure);
                    return 5;
                });
    }

    boolean die(Connection connection, Execution execution, @Nullable String failure, int crashes) throws SQLException {
        return change(
                connection,
                execution,
                "update " + table + " set picked = ?, picked_by = null, last_heartbeat = null, execution_time = ?,"
                        + " live = null, last_failure = ?, failure = ?, crashes = crashes + ?, version = version + 1",
                statement -> {
                    statement.setBoolean(1, false);
                    values.setInstant(statement, 2, NEVER);
                    values.setInstant(statement, 3, Instant.now());
                    statement.setString(4, failure);
                    statement.setInt(5, crashes);
                    return 6;
                });
    }

    /** @param hasBegun whether an attempt is cut off by that */
    boolean giveBack(Connection connection, Execution execution, boolean hasBegun, int crashes) throws SQLException {
        return change(
                connection,
                execution,
                "update " + table + " set picked = ?, picked_by = null, last_heartbeat = null, crashes = crashes + ?,"
                        + (hasBegun ? " last_success = ?," : "") + " version = version + 1",
                statement -> {
                    statement.setBoolean(1, false);
                    statement.setInt(2, crashes);
                    if (!hasBegun) {
                        return 3;
                    }
                    values.setInstant(statement, 3, Instant.now());
                    return 4;
                });
    }

    /** Sets parameters, and says which is the next. */
    private interface Settings {
        int set(PreparedStatement statement) throws SQLException;
    }

    private static boolean change(Connection connection, Execution execution, String sql, Settings settings)
            throws SQLException {
        return Sql.update(connection, sql + OF_THIS_VERSION, statement -> {
                    final int next = settings.set(statement);
                    statement.setString(next, execution.getTaskName());
                    statement.setString(next + 1, execution.getId());
                    statement.setLong(next + 2, execution.version);
                })
                == 1;
    }

    int crashes(Connection connection, Execution execution) throws SQLException {
        return Sql.query(
                        connection,
                        "select crashes from " + table + " where task_name = ? and task_instance = ?",
                        statement -> {
                            statement.setString(1, execution.getTaskName());
                            statement.setString(2, execution.getId());
                        },
                        row -> row.getInt(1))
                .stream()
                .findFirst()
                .orElse(0);
    }

    // ---- steering ----

    boolean delete(Connection connection, String id) throws SQLException {
        return Sql.update(connection, "delete from " + table + " where task_instance = ? and picked = ?", statement -> {
                    statement.setString(1, id);
                    statement.setBoolean(2, false);
                })
                > 0;
    }

    /** May throw for a key that another call holds. */
    boolean revive(Connection connection, String id, Instant due) throws SQLException {
        return Sql.update(
                        connection,
                        "update " + table + " set live = 1, execution_time = ?, consecutive_failures = 0, crashes = 0,"
                                + " version = version + 1 where task_instance = ? and picked = ? and live is null",
                        statement -> {
                            values.setInstant(statement, 1, due);
                            statement.setString(2, id);
                            statement.setBoolean(3, false);
                        })
                > 0;
    }

    boolean hasten(Connection connection, String id, Instant due) throws SQLException {
        return Sql.update(
                        connection,
                        "update " + table + " set execution_time = ?, version = version + 1 where task_instance = ?"
                                + " and picked = ? and live = 1 and consecutive_failures > 0",
                        statement -> {
                            values.setInstant(statement, 1, due);
                            statement.setString(2, id);
                            statement.setBoolean(3, false);
                        })
                > 0;
    }

    int purge(Connection connection, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "delete from " + table + " where picked = ? and live is null and last_failure < ?",
                statement -> {
                    statement.setBoolean(1, false);
                    values.setInstant(statement, 2, before);
                });
    }

    // ---- looking ----

    List<Count> counts(Connection connection) throws SQLException {
        final String state = "case when picked then '" + State.RUNNING + "' when live is null then '" + State.DEAD
                + "' when consecutive_failures > 0 then '" + State.RETRYING + "' else '" + State.WAITING + "' end";
        return Sql.query(
                connection,
                "select task_name, " + state + " as state, picked_by, count(*) as calls, min(accepted) as oldest from "
                        + table + " group by task_name, " + state + ", picked_by",
                statement -> {},
                row -> new Count(
                        row.getString("task_name"),
                        State.valueOf(row.getString("state")),
                        row.getString("picked_by"),
                        row.getLong("calls"),
                        instant(row, "oldest")));
    }

    long waiting(Connection connection, Collection<String> targets, int enough) throws SQLException {
        if (targets.isEmpty()) {
            return 0;
        }
        return Sql.query(
                        connection,
                        "select count(*) from (select 1 as one from " + table
                                + " where picked = ? and live = 1 and consecutive_failures = 0 and task_name in ("
                                + marks(targets) + ")"
                                + platform.firstRows(enough == Integer.MAX_VALUE ? enough : enough + 1)
                                + ") some_calls",
                        statement -> {
                            statement.setBoolean(1, false);
                            setAll(statement, 2, targets);
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    List<KeptCall> list(Connection connection, State state, TargetFilter filter, int limit) throws SQLException {
        if (filter.targets().isEmpty() && !filter.isExcluding()) {
            return List.of();
        }
        final String targets = filter.targets().isEmpty()
                ? ""
                : " and task_name " + (filter.isExcluding() ? "not " : "") + "in (" + marks(filter.targets()) + ")";
        final String which = switch (state) {
            case WAITING -> "live = 1 and consecutive_failures = 0" + targets + " order by execution_time";
            case RETRYING -> "live = 1 and consecutive_failures > 0" + targets + " order by execution_time";
            case RUNNING -> "live = 1" + targets + " order by accepted";
            case DEAD -> "live is null" + targets + " order by last_failure desc";
        };
        return Sql.query(
                connection,
                ALL + table + " where picked = ? and " + which + platform.firstRows(limit),
                statement -> {
                    statement.setBoolean(1, state == State.RUNNING);
                    setAll(statement, 2, filter.targets());
                },
                this::kept);
    }

    Optional<KeptCall> find(Connection connection, String id) throws SQLException {
        return Sql.query(
                        connection,
                        ALL + table + " where task_instance = ?",
                        statement -> statement.setString(1, id),
                        this::kept)
                .stream()
                .findFirst();
    }

    private KeptCall kept(ResultSet row) throws SQLException {
        final int failures = row.getInt("consecutive_failures");
        row.getInt("live");
        final State state;
        if (row.wasNull()) {
            state = State.DEAD;
        } else if (row.getBoolean("picked")) {
            state = State.RUNNING;
        } else {
            state = failures > 0 ? State.RETRYING : State.WAITING;
        }
        final boolean isDue = state == State.WAITING || state == State.RETRYING;
        final Instant accepted = instant(row, "accepted");
        return new KeptCall(
                row.getString("task_instance"),
                row.getString("task_name"),
                data(row.getBytes("task_data"), accepted).payload(),
                state,
                failures + 1,
                accepted,
                isDue ? instant(row, "execution_time") : null,
                row.getString("picked_by"),
                row.getString("failure"));
    }

    private static String marks(Collection<String> names) {
        return String.join(", ", Collections.nCopies(names.size(), "?"));
    }

    private static void setAll(PreparedStatement statement, int first, Collection<String> names) throws SQLException {
        int next = first;
        for (String name : names) {
            statement.setString(next++, name);
        }
    }
}

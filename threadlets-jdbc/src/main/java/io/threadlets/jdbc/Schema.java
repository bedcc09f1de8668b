package io.threadlets.jdbc;

import io.threadlets.jdbc.JdbcStoreProperties.InitializeSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of one queue: made where that is wanted, and looked at. */
final class Schema {
    /** Two instances that make it at once get in each other's way in some databases. */
    private static final int MOST_TRIES = 5;

    private static final String COLUMNS = "task_name, task_instance, task_data, execution_time, picked, picked_by,"
            + " last_success, last_failure, consecutive_failures, last_heartbeat, version, call_key, live, accepted,"
            + " crashes, failure";

    private final String queue;
    private final String table;
    private final InitializeSchema when;

    Schema(String queue, String table, InitializeSchema when) {
        this.queue = queue;
        this.table = table;
        this.when = when;
    }

    /**
     * Makes the table if that is wanted and it is not there.
     *
     * @throws MissingTableException if it is not there in the end, or is another one
     * @throws SQLException if the database cannot be reached
     */
    void ensure(Database database, Platform platform) throws SQLException {
        SQLException missing = missing(database);
        final boolean isMaking =
                when == InitializeSchema.ALWAYS || (when == InitializeSchema.EMBEDDED && platform.isEmbedded());
        for (int tries = 0; missing != null && isMaking && tries < MOST_TRIES; tries++) {
            try {
                make(database, platform);
                missing = missing(database);
            } catch (SQLException failed) {
                missing = failed;
            }
        }
        if (missing != null) {
            throw new MissingTableException(text(platform, isMaking), missing);
        }
    }

    private String text(Platform platform, boolean wasMade) {
        return "Queue '" + queue + "' has the store jdbc, and its database has no table " + table
                + (wasMade ? ", which could not be made" : " of that kind") + ". Run the script io/threadlets/jdbc/"
                + platform.script() + " of threadlets-jdbc with ${table} = " + table
                + ", as by Flyway, or set threadlets.jdbc.initialize-schema to always.";
    }

    /** Null if the table is there. Asked on a connection that works, so that it is the table that is missing. */
    private @Nullable SQLException missing(Database database) throws SQLException {
        return database.apart(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement
                        .executeQuery("select " + COLUMNS + " from " + table + " where 1 = 0")
                        .close();
                return null;
            } catch (SQLException failed) {
                if (!isAlive(connection)) {
                    throw failed;
                }
                return failed;
            }
        });
    }

    private static boolean isAlive(Connection connection) {
        try {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void make(Database database, Platform platform) throws SQLException {
        for (String sql : statements(platform)) {
            database.apart(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(sql);
                }
            });
        }
    }

    private List<String> statements(Platform platform) {
        try (InputStream script =
                Objects.requireNonNull(Schema.class.getResourceAsStream(platform.script()), platform.script())) {
            final String text = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .replace("${table}", table);
            return Arrays.stream(text.split(";", -1))
                    .map(String::trim)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

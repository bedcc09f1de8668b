package io.threadlets.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What keeps a database from keeping its word, or instances from understanding one another: told when it is reached.
 */
final class StoreWarnings {
    private static final Log LOG = LogFactory.getLog(StoreWarnings.class);
    private static final Duration MOST_SKEW = Duration.ofSeconds(1);
    private static final String NO_DELAY = "WRITE_DELAY=0";

    private StoreWarnings() {}

    static void look(String queue, Connection connection, Platform platform, String url) throws SQLException {
        if (platform == Platform.H2) {
            lookAtH2(queue, connection, url);
        }
        if (platform == Platform.H2 || platform == Platform.POSTGRESQL) {
            lookAtClock(queue, connection);
        }
    }

    private static void lookAtH2(String queue, Connection connection, String url) throws SQLException {
        if (url.contains(":mem:")) {
            LOG.warn(
                    queue + ": the store jdbc is an H2 database in memory: its calls end with the process. To keep them"
                            + " use a file, as in spring.datasource.url=jdbc:h2:file:./data/calls;" + NO_DELAY
                            + ";DB_CLOSE_ON_EXIT=FALSE");
        } else if (isDelayed(connection)) {
            LOG.warn(
                    queue + ": the store jdbc is an H2 database that writes with a delay: calls that were accepted just"
                            + " before the process is killed are lost. Add ;" + NO_DELAY + " to spring.datasource.url");
        }
    }

    /** In capitals, in which they are found also where names are taken as they are written. */
    private static boolean isDelayed(Connection connection) throws SQLException {
        return Sql.query(
                        connection,
                        "select SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS where SETTING_NAME = 'WRITE_DELAY'",
                        statement -> {},
                        row -> row.getString(1))
                .stream()
                .anyMatch(delay -> !delay.equals("0"));
    }

    /** db-scheduler compares times of several instances. */
    private static void lookAtClock(String queue, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet now = statement.executeQuery("select current_timestamp")) {
            now.next();
            final Duration skew = Duration.between(
                            now.getObject(1, OffsetDateTime.class).toInstant(), Instant.now())
                    .abs();
            if (skew.compareTo(MOST_SKEW) > 0) {
                LOG.warn(queue + ": the clocks of this instance and of the database differ by " + skew.toMillis()
                        + " ms. Instances whose clocks differ by more than a heartbeat take one another for dead."
                        + " Let NTP set the clocks");
            }
        }
    }
}

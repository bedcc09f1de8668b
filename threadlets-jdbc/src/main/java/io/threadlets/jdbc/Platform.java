package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * A kind of database, and what is different in it. db-scheduler's own choice would ask the database when it may be
 * down, and would let a scheduler take more than there are threads for where it does not know that rows can be skipped
 * that are locked.
 */
enum Platform {
    H2("H2", 2, 2),
    POSTGRESQL("PostgreSQL", 9, 5),
    MYSQL("MySQL", 8, 0),
    MARIADB("MariaDB", 10, 6);

    private final String product;
    private final int major;
    private final int minor;

    Platform(String product, int major, int minor) {
        this.product = product;
        this.major = major;
        this.minor = minor;
    }

    /** @throws UnsupportedDatabaseException if it is none of these, or too old */
    static Platform of(DatabaseMetaData database) throws SQLException {
        final String name = database.getDatabaseProductName();
        // MariaDB says with MySQL's driver that it is MySQL, and in its version what it is.
        final String all = name + " " + database.getDatabaseProductVersion();
        for (Platform platform : new Platform[] {MARIADB, MYSQL, POSTGRESQL, H2}) {
            if ((platform == MARIADB ? all : name).contains(platform.product)) {
                platform.checkVersion(database);
                return platform;
            }
        }
        throw new UnsupportedDatabaseException("The store jdbc does not know the database '" + name
                + "'. It knows H2, PostgreSQL, MySQL and MariaDB. Name a DataSource of one of these in"
                + " threadlets.jdbc.data-source.");
    }

    private void checkVersion(DatabaseMetaData database) throws SQLException {
        final int foundMajor = database.getDatabaseMajorVersion();
        final int foundMinor = database.getDatabaseMinorVersion();
        if (foundMajor < major || (foundMajor == major && foundMinor < minor)) {
            throw new UnsupportedDatabaseException("The store jdbc needs " + product + " " + major + "." + minor
                    + " or later, since several instances take calls at once and skip what others have locked; this is "
                    + database.getDatabaseProductVersion() + ". Use a later one.");
        }
    }

    boolean isEmbedded() {
        return this == H2;
    }

    /** Whether a statement that fails leaves the transaction unusable. */
    boolean hasFragileTransactions() {
        return this == POSTGRESQL;
    }

    /** The script in this package that makes a table. */
    String script() {
        return "schema-" + name().toLowerCase(Locale.ROOT) + ".sql";
    }

    /** What is put after an insert, so that it inserts nothing where there is a row with the key. */
    String unlessThereIsOne() {
        return this == POSTGRESQL ? " on conflict do nothing" : "";
    }

    /** What is put after a query, so that it returns no more rows. H2 does not know the word limit in all its modes. */
    String firstRows(int limit) {
        return this == H2 || this == POSTGRESQL ? " fetch first " + limit + " rows only" : " limit " + limit;
    }

    /** Values as this database has them, and how rows are taken. */
    JdbcCustomization customization(IntUnaryOperator limit) {
        return switch (this) {
            case H2 -> new H2Rows(limit);
            case POSTGRESQL -> new PostgreSqlRows(limit);
            case MYSQL, MARIADB -> new MySqlRows(limit);
        };
    }
}

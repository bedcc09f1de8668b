package io.threadlets.jdbc;

import java.sql.SQLException;

/** A database that has waited for a lock, and gives up: the statement, not the transaction. */
final class LockTimeouts {
    private static final int H2_LOCK_TIMEOUT = 50200;
    private static final int H2_CONCURRENT_UPDATE = 90131;
    private static final int MYSQL_LOCK_WAIT_TIMEOUT = 1205;

    private LockTimeouts() {}

    static boolean isOne(SQLException failed) {
        final int code = failed.getErrorCode();
        return code == H2_LOCK_TIMEOUT || code == H2_CONCURRENT_UPDATE || code == MYSQL_LOCK_WAIT_TIMEOUT;
    }
}

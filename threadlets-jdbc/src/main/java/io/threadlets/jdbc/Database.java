package io.threadlets.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The application's database, as the store uses it: apart from the application's transactions, but for the sending of
 * calls.
 */
final class Database {
    private final DataSource dataSource;
    private final PoolSize pool;

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    Database(DataSource dataSource, PoolSize pool) {
        this.dataSource = dataSource;
        this.pool = pool;
    }

    DataSource dataSource() {
        return dataSource;
    }

    PoolSize pool() {
        return pool;
    }

    /** With a connection and a transaction of its own, whatever the calling thread is in. */
    <T extends @Nullable Object> T apart(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            final boolean isCommitting = !connection.getAutoCommit();
            try {
                final T result = work.with(connection);
                if (isCommitting) {
                    connection.commit();
                }
                return result;
            } catch (SQLException | RuntimeException failure) {
                if (isCommitting) {
                    rollback(connection, failure);
                }
                throw failure;
            }
        }
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    /** Whether the calling thread is in a transaction of this database, and that has not ended. */
    boolean isInTransaction() throws SQLException {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.hasResource(dataSource)) {
            return false;
        }
        final Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return DataSourceUtils.isConnectionTransactional(connection, dataSource) && !connection.getAutoCommit();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** With the connection of the transaction that the calling thread is in. */
    <T> T joined(Work<T> work) throws SQLException {
        final Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return work.with(connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}

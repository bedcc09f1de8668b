package io.threadlets.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Does something when the transaction is committed in which a call was stored, unless that was rolled back to a
 * savepoint from before. For one thread.
 */
final class AtCommit implements TransactionSynchronization {
    private final Database database;
    private final Runnable stored;

    /** Those that were set since the call was stored. */
    private final List<Object> savepoints = new ArrayList<>();

    private boolean isRolledBack;
    private boolean isCommitted;

    AtCommit(Database database, Runnable stored) {
        this.database = database;
        this.stored = stored;
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.add(savepoint);
    }

    @Override
    public void savepointRollback(Object savepoint) {
        isRolledBack |= !savepoints.contains(savepoint);
    }

    /** Of a commit that comes after the call. */
    @Override
    public void afterCommit() {
        isCommitted = true;
    }

    @Override
    public void afterCompletion(int status) {
        if (status == STATUS_COMMITTED && !isRolledBack) {
            if (!isCommitted) {
                commit();
            }
            stored.run();
        }
    }

    /** The call was sent by somebody who waited for the commit: there is no other one, and the connection is in use. */
    private void commit() {
        try {
            final boolean unused = database.joined(connection -> {
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                return true;
            });
        } catch (SQLException failed) {
            throw new IllegalStateException("a call that was sent after a commit could not be stored", failed);
        }
    }
}

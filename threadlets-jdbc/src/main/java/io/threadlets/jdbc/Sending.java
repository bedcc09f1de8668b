package io.threadlets.jdbc;

import io.threadlets.spring.store.NewCall;
import io.threadlets.spring.store.SentCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stores calls, in the caller's transaction where there is one of this database.
 *
 * <p>Where another transaction has stored a call of the same key and has not ended, the database waits for its end. A
 * statement that fails would make a transaction of PostgreSQL unusable: a key is tried there with a savepoint, and by a
 * statement that does not fail for it.
 */
final class Sending {
    private static final int MOST_TRIES = 100;

    private final Database database;
    private final Rows rows;
    private final boolean hasFragileTransactions;

    Sending(Database database, Rows rows, Platform platform) {
        this.database = database;
        this.rows = rows;
        this.hasFragileTransactions = platform.hasFragileTransactions();
    }

    /** @param stored what to do once it is stored: at the commit */
    SentCall send(NewCall call, CallData data, Runnable stored) throws SQLException {
        final String key = Keys.column(call.key());
        final boolean isJoined = database.isInTransaction();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            final boolean isStored = isJoined
                    ? database.joined(connection -> insertJoined(connection, call, key, data))
                    : database.apart(connection -> insert(connection, call, key, data));
            if (isStored) {
                atCommit(isJoined, stored);
                return new SentCall(call.id(), call.accepted(), /* isDuplicate= */ false);
            }
            final Optional<SentCall> holder = holder(isJoined, call.target(), key);
            if (holder.isPresent()) {
                return holder.get();
            } // else that has ended meanwhile, and the key is free
        }
        throw new SQLException("calls with key '" + call.key() + "' came and went " + MOST_TRIES + " times");
    }

    private boolean insertJoined(Connection connection, NewCall call, @Nullable String key, CallData data)
            throws SQLException {
        if (key == null || !hasFragileTransactions) {
            return insert(connection, call, key, data);
        }
        final Savepoint before = connection.setSavepoint();
        try {
            final boolean isStored = insert(connection, call, key, data);
            connection.releaseSavepoint(before);
            return isStored;
        } catch (SQLException failed) {
            connection.rollback(before);
            if (isUnseen(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** A transaction that sees its beginning only cannot say of a later row whether it has the key. */
    private static boolean isUnseen(SQLException failed) {
        return "40001".equals(failed.getSQLState());
    }

    private boolean insert(Connection connection, NewCall call, @Nullable String key, CallData data)
            throws SQLException {
        while (true) {
            try {
                return rows.insert(connection, call, key, data);
            } catch (SQLException failed) {
                if (key == null || !isOfKey(failed)) {
                    throw failed;
                }
                if (Keys.isTaken(failed)) {
                    return false;
                } // else another transaction holds the key for longer than the database waits by itself
            }
        }
    }

    private boolean isOfKey(SQLException failed) {
        return Keys.isTaken(failed) || (!hasFragileTransactions && LockTimeouts.isOne(failed));
    }

    /** In the caller's transaction first; it may not see what others have stored since it began. */
    private Optional<SentCall> holder(boolean isJoined, String target, @Nullable String key) throws SQLException {
        if (key == null) {
            throw new IllegalStateException("an id was used twice");
        }
        if (isJoined) {
            final Optional<SentCall> own = database.joined(connection -> rows.holder(connection, target, key));
            if (own.isPresent()) {
                return own;
            }
        }
        return database.apart(connection -> rows.holder(connection, target, key));
    }

    private void atCommit(boolean isJoined, Runnable stored) {
        if (isJoined) {
            TransactionSynchronizationManager.registerSynchronization(new AtCommit(database, stored));
        } else {
            stored.run();
        }
    }
}

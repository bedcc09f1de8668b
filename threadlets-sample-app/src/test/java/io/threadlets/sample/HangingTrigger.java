package io.threadlets.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What H2 calls for each row that is inserted: it hangs for as long as somebody else holds the lock. */
public final class HangingTrigger implements org.h2.api.Trigger {

    static final ReentrantLock LOCK = new ReentrantLock();

    public HangingTrigger() {}

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) throws SQLException {
        try {
            LOCK.lockInterruptibly();
            LOCK.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the database hung", e);
        }
    }
}

package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** PostgreSQL, which takes rows with one statement. */
final class PostgreSqlRows extends PostgreSqlJdbcCustomization {
    private final IntUnaryOperator limit;

    /** @param limit how many rows may be taken of so many that are asked for */
    PostgreSqlRows(IntUnaryOperator limit) {
        super(/* useGenericLockAndFetch= */ false, /* persistTimestampInUTC= */ false);
        this.limit = limit;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int asked, boolean orderByPriority) {
        final int rows = limit.applyAsInt(asked);
        return rows == 0 ? List.of() : super.lockAndFetchSingleStatement(context, now, rows, orderByPriority);
    }
}

package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.Queries;
import java.util.function.IntUnaryOperator;

/** H2, which skips locked rows since 2.2.220. */
final class H2Rows extends DefaultJdbcCustomization {
    private final IntUnaryOperator limit;

    /** @param limit how many rows may be taken of so many that are asked for */
    H2Rows(IntUnaryOperator limit) {
        super(/* persistTimestampInUTC= */ false);
        this.limit = limit;
    }

    @Override
    public String getName() {
        return "H2";
    }

    @Override
    public boolean supportsGenericLockAndFetch() {
        return true;
    }

    @Override
    public String createGenericSelectForUpdateQuery(
            String table, int asked, String requiredAndCondition, boolean orderByPriority) {
        return Queries.selectForUpdate(
                table,
                Queries.ansiSqlOrderPart(orderByPriority),
                Platform.H2.firstRows(limit.applyAsInt(asked)),
                requiredAndCondition,
                null,
                null,
                " FOR UPDATE SKIP LOCKED ");
    }
}

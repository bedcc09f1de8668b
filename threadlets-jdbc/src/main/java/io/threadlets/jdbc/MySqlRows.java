package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import java.util.function.IntUnaryOperator;

/** MySQL and MariaDB, which take rows in the same words, and keep times in UTC here. */
final class MySqlRows extends MySQL8JdbcCustomization {
    private final IntUnaryOperator limit;

    /** @param limit how many rows may be taken of so many that are asked for */
    MySqlRows(IntUnaryOperator limit) {
        super(/* persistTimestampInUTC= */ true);
        this.limit = limit;
    }

    @Override
    public String createGenericSelectForUpdateQuery(
            String table, int asked, String requiredAndCondition, boolean orderByPriority) {
        return super.createGenericSelectForUpdateQuery(
                table, limit.applyAsInt(asked), requiredAndCondition, orderByPriority);
    }
}

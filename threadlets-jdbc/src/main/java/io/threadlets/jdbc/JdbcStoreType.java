package io.threadlets.jdbc;

import io.threadlets.spring.store.StoreType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The kind of store that is called {@code jdbc}. */
public final class JdbcStoreType implements StoreType {
    static final String NAME = "jdbc";
    private static final String PREFIX = "threadlets.jdbc";

    /** As db-scheduler wants it. */
    private static final int FEWEST_HEARTBEATS = 4;

    /** For who reads {@code spring.factories}. */
    public JdbcStoreType() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<?> properties() {
        return JdbcStoreProperties.class;
    }

    @Override
    public List<Problem> problems(Collection<String> queues, Environment environment) {
        final JdbcStoreProperties properties =
                Binder.get(environment).bindOrCreate(PREFIX, Bindable.of(JdbcStoreProperties.class));
        final List<Problem> problems = new ArrayList<>();
        if (properties.missedHeartbeats() < FEWEST_HEARTBEATS) {
            problems.add(problem(
                    "missed-heartbeats",
                    properties.missedHeartbeats(),
                    "must be at least " + FEWEST_HEARTBEATS,
                    FEWEST_HEARTBEATS + " or more"));
        }
        checkPositive("heartbeat", properties.heartbeat(), problems);
        checkPositive("poll-interval", properties.pollInterval(), problems);
        if (!TableNames.isPrefix(properties.tablePrefix())) {
            problems.add(problem(
                    "table-prefix",
                    "'" + properties.tablePrefix() + "'",
                    "must begin with a letter or _, and have letters, digits and _ only",
                    "a prefix such as threadlets_"));
        } else {
            checkTables(queues, properties.tablePrefix(), problems);
        }
        return problems;
    }

    private static void checkPositive(String key, Duration value, List<Problem> problems) {
        if (value.toMillis() < 1) {
            problems.add(problem(key, value, "must be at least 1ms", "a time such as 200ms"));
        }
    }

    private static Problem problem(String key, Object value, String rule, String allowed) {
        final String property = PREFIX + "." + key;
        return new Problem(
                property + " is " + value + ", but " + rule + ".",
                "Set " + property + " to " + allowed + ".",
                List.of(property));
    }

    private static void checkTables(Collection<String> queues, String prefix, List<Problem> problems) {
        final Map<String, String> queueOfTable = new HashMap<>();
        for (String queue : queues) {
            final String table = TableNames.of(prefix, queue);
            if (!TableNames.canBe(queue)) {
                problems.add(new Problem(
                        "Queue '" + queue + "' has the store jdbc, which takes letters, digits, _, - and . in its name"
                                + " only, since a table is named after it.",
                        "Give the queue another name.",
                        List.of("threadlets.queues[" + queue + "]")));
            } else if (table.length() > TableNames.LONGEST) {
                problems.add(new Problem(
                        "Queue '" + queue + "' would have the table " + table + ", whose name has " + table.length()
                                + " characters; databases take " + TableNames.LONGEST + ".",
                        "Give the queue a shorter name, or set " + PREFIX + ".table-prefix to a shorter one.",
                        List.of("threadlets.queues." + queue)));
            } else {
                final String other = queueOfTable.putIfAbsent(table.toLowerCase(Locale.ROOT), queue);
                if (other != null) {
                    problems.add(new Problem(
                            "Queues '" + other + "' and '" + queue + "' would have one table, " + table + ".",
                            "Give one of them another name.",
                            List.of("threadlets.queues." + other, "threadlets.queues." + queue)));
                }
            }
        }
    }
}

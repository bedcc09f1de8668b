package io.threadlets.jdbc;

import java.util.regex.Pattern;

/** Names of tables: a prefix and the queue's name, in what every database takes without quotes. */
final class TableNames {
    /** Databases take 63 characters and more; the names of indexes are a little longer. */
    static final int LONGEST = 55;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_.-]+");

    private TableNames() {}

    static boolean isPrefix(String prefix) {
        return PREFIX.matcher(prefix).matches();
    }

    static boolean canBe(String queue) {
        return QUEUE.matcher(queue).matches();
    }

    static String of(String prefix, String queue) {
        return prefix + queue.replace('-', '_').replace('.', '_');
    }
}

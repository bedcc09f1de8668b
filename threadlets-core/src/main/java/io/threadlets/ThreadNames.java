package io.threadlets;

/**
 * Tells a queue's threads from those of the pool whose thread made the queue. Frameworks tell pools by what stands
 * before the last dash: Spring takes such threads for its own starting one, and lets them wait for beans that it holds.
 */
final class ThreadNames {
    private static final String APART = "queue-";

    private ThreadNames() {}

    /** What names are to begin with: the prefix, and more where a number after it would make it the creator's pool. */
    static String apartFrom(String creator, String prefix) {
        final String pool = pool(creator);
        final boolean isSame = prefix.indexOf('-') >= 0
                ? pool(prefix).equals(pool)
                : pool.startsWith(prefix)
                        && pool.substring(prefix.length()).chars().allMatch(Character::isDigit);
        if (!isSame) {
            return prefix;
        }
        return prefix.endsWith("-") ? prefix + APART : prefix + "-" + APART;
    }

    private static String pool(String thread) {
        final int dash = thread.lastIndexOf('-');
        return dash < 0 ? thread : thread.substring(0, dash);
    }
}

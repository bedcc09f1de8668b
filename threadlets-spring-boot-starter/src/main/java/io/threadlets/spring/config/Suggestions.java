package io.threadlets.spring.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the name that is nearest to one that does not exist. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The sentence for a queue that does not exist.
     *
     * @param name what was asked for
     * @param names what there is
     * @return which queues there are, and which of them was probably meant
     */
    public static String noSuchQueue(String name, Collection<String> names) {
        return "No queue '" + name + "'. Queues: " + String.join(", ", names) + "."
                + nearest(name, names)
                        .map(suggestion -> " Did you mean '" + suggestion + "'?")
                        .orElse("");
    }

    /**
     * The nearest name.
     *
     * @param name what was asked for
     * @param names what there is
     * @return empty if none is so near that it was probably meant
     */
    public static Optional<String> nearest(String name, Collection<String> names) {
        return names.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** How many letters must be put in, left out, replaced, or swapped with the next; capitals and dashes are free. */
    private static int distance(String one, String other) {
        final String from = plain(one);
        final String to = plain(other);
        final int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                final int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}

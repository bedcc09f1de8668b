package io.threadlets.spring.queue;

import io.threadlets.spring.StoredCalls;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the store of one queue.
 *
 * @param store the name of the store
 * @param database what it keeps the calls in, with its version; null while that was never reached
 * @param isRequired whether an application is down that does not reach it
 * @param problem why it cannot be reached; null if it can
 * @param downFor since when it was seen not to answer; null if it answers
 * @param numbers the last numbers; null if there are none yet
 * @param works how many calls of these wait for which work, as it is called elsewhere
 */
public record StoreLook(
        String store,
        @Nullable String database,
        boolean isRequired,
        @Nullable String problem,
        @Nullable Duration downFor,
        StoredCalls.@Nullable Snapshot numbers,
        Map<String, Long> works) {
    /**
     * Whether it answers.
     *
     * @return false if the last look has failed, or one that goes on has had no answer for some seconds; of a store
     *     that was never reached, for a second
     */
    public boolean isReachable() {
        return problem == null;
    }

    /**
     * The store with its database.
     *
     * @return as {@code jdbc (PostgreSQL 17.5)}
     */
    public String title() {
        return database == null ? store : store + " (" + database + ")";
    }
}

package io.threadlets.spring.config;

import io.threadlets.spring.config.ThreadletsProperties.Queue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How the calls of a queue with a store are kept and tried again, all inheritance done.
 *
 * @param store the name of the store
 * @param retries attempts after the first
 * @param backoff between the first two attempts
 * @param backoffMultiplier by which it grows
 * @param backoffMax the longest time between two attempts
 * @param maxCrashes with so many instances lost a call is dead
 * @param keepDead for how long a dead call is kept
 * @param maxPayload bytes of the arguments
 * @param capacity most calls that may wait, of all instances together; -1 for no limit
 */
public record StoredSettings(
        String store,
        int retries,
        Duration backoff,
        double backoffMultiplier,
        Duration backoffMax,
        int maxCrashes,
        Duration keepDead,
        DataSize maxPayload,
        int capacity) {

    /** What {@code store} says where there is none. */
    static final String MEMORY = "memory";

    /** Each is a row that has to say that it lives, again and again. */
    static final int MOST_THREADS = 500;

    private static final int RETRIES = 5;
    private static final Duration BACKOFF = Duration.ofSeconds(10);
    private static final double BACKOFF_MULTIPLIER = 2;
    private static final Duration BACKOFF_MAX = Duration.ofMinutes(10);
    private static final int MAX_CRASHES = 3;
    private static final Duration KEEP_DEAD = Duration.ofDays(14);
    private static final DataSize MAX_PAYLOAD = DataSize.ofKilobytes(64);

    /** Null for a queue without a store. */
    static @Nullable StoredSettings of(Queue queue, Queue defaults) {
        final String store = queue.store();
        if (store == null || isMemory(store)) {
            return null;
        }
        return new StoredSettings(
                store,
                first(queue.retries(), defaults.retries(), RETRIES),
                first(queue.backoff(), defaults.backoff(), BACKOFF),
                first(queue.backoffMultiplier(), defaults.backoffMultiplier(), BACKOFF_MULTIPLIER),
                first(queue.backoffMax(), defaults.backoffMax(), BACKOFF_MAX),
                first(queue.maxCrashes(), defaults.maxCrashes(), MAX_CRASHES),
                first(queue.keepDead(), defaults.keepDead(), KEEP_DEAD),
                first(queue.maxPayload(), defaults.maxPayload(), MAX_PAYLOAD),
                first(queue.capacity(), defaults.capacity(), QueueSettings.UNBOUNDED));
    }

    static boolean isMemory(String store) {
        return store.equals(MEMORY);
    }

    private static <T> T first(@Nullable T own, @Nullable T inherited, T otherwise) {
        if (own != null) {
            return own;
        }
        return inherited != null ? inherited : otherwise;
    }

    /**
     * Whether a number of waiting calls is bounded.
     *
     * @return whether there is a capacity
     */
    public boolean isBounded() {
        return capacity != QueueSettings.UNBOUNDED;
    }
}

package io.threadlets.spring.actuate;

import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.queue.StoredQueueView;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of a queue, and the calls that all instances of the application have there. The numbers are at most a
 * second old; those of a store that cannot be reached are the last that there were.
 *
 * @param name what the queue's property says
 * @param database what the calls are kept in, with its version; null while that was never reached
 * @param state up or unreachable
 * @param waiting calls that wait for their first attempt; null without numbers, as is what follows
 * @param running calls that instances run
 * @param retrying calls that wait for a further attempt
 * @param dead calls that have failed for good and are kept
 * @param orphaned calls that wait and whose method this instance does not know
 * @param oldestMs how long the longest waiting call has waited; null if none waits
 * @param instances how many calls run on which instance
 * @param targets how many calls wait for which method
 * @param asOf when the numbers were read
 */
public record StoreDescriptor(
        String name,
        @Nullable String database,
        String state,
        @Nullable Long waiting,
        @Nullable Long running,
        @Nullable Long retrying,
        @Nullable Long dead,
        @Nullable Long orphaned,
        @Nullable Long oldestMs,
        @Nullable Map<String, Long> instances,
        @Nullable Map<String, Long> targets,
        @Nullable Instant asOf) {
    static final String UNREACHABLE = "unreachable";
    private static final String UP = "up";

    /** @param queue null for a queue without a store */
    static @Nullable StoreDescriptor of(@Nullable StoredQueueView queue) {
        return queue == null ? null : of(queue.look());
    }

    private static StoreDescriptor of(StoreLook look) {
        final Snapshot now = look.numbers();
        final String state = look.isReachable() ? UP : UNREACHABLE;
        return now == null
                ? new StoreDescriptor(
                        look.store(), look.database(), state, null, null, null, null, null, null, null, null, null)
                : new StoreDescriptor(
                        look.store(),
                        look.database(),
                        state,
                        now.waiting(),
                        now.running(),
                        now.retrying(),
                        now.dead(),
                        now.orphaned(),
                        QueueDescriptor.millis(now.oldestWaiting()),
                        now.instances(),
                        look.works(),
                        now.asOf());
    }
}

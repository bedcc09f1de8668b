package io.threadlets.spring.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What a thread waits for.
 *
 * @param lock the lock, condition or latch, as in a thread dump: class name and identity
 * @param heldBy the name of the thread that holds it; null if nobody does, or it is not known who
 * @param holderId the number of that thread; -1 where there is none
 * @param holder the innermost work that thread runs; null if it runs none of a queue's
 */
public record LockView(
        String lock,
        @Nullable String heldBy,
        long holderId,
        @Nullable WorkName holder) {
    /**
     * A running work of any queue.
     *
     * @param id what people call it by
     * @param queue the name of its queue
     * @param description what it says of itself
     */
    public record WorkName(long id, String queue, String description) {}
}

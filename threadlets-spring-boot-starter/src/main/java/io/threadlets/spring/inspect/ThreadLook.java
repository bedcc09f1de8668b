package io.threadlets.spring.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a thread was seen to do.
 *
 * @param state whether it runs, waits, or is blocked
 * @param stack innermost frame first
 * @param lock what it waits for; null if nothing, or not known
 * @param holderId the number of the thread that holds the lock; -1 if there is none
 * @param holder the name of that thread
 */
record ThreadLook(
        Thread.State state,
        List<StackTraceElement> stack,
        @Nullable String lock,
        long holderId,
        @Nullable String holder) {}

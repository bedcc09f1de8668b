package io.threadlets.spring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a stored queue, as it was when it was looked for.
 *
 * @param id the one of its receipt
 * @param state what it does
 * @param target what is called: the {@link Threadlet#name name}, else the bean's name, a dot and the method's
 * @param attempt the attempt that runs or comes next, from 1; of a dead call the last one
 * @param accepted when it was stored
 * @param due when the next attempt may begin; null if the call runs or is dead
 * @param instance the instance that runs it; null if none does
 * @param failure what the last attempt that failed has thrown: its class and message; null if none has failed
 */
public record StoredCall(
        String id,
        State state,
        String target,
        int attempt,
        Instant accepted,
        @Nullable Instant due,
        @Nullable String instance,
        @Nullable String failure) {

    /** What a stored call does. */
    public enum State {
        /** It waits for its first attempt. */
        WAITING,
        /** An instance runs it, or is about to. */
        RUNNING,
        /** An attempt has failed, and it waits for the next one. */
        RETRYING,
        /** It has failed for good: kept for a while, and run again when asked to. */
        DEAD,
        /** It waits, and this instance does not know the method: one with another version of the application may. */
        ORPHANED
    }
}

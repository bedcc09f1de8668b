package io.threadlets.spring.call;

import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.Deadlines;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The time limits of one call, and the threads that they may have to interrupt. By default there are no limits. */
interface CallClock {
    /** The clock of a call; {@link Unlimited#NONE} where there is nothing to measure. */
    static CallClock of(MethodPlan plan, boolean hasLimits) {
        return hasLimits && plan.hasLimit() ? new LimitedClock(plan) : Unlimited.NONE;
    }

    default void start(Deadlines deadlines, Call call) {}

    default void stop() {}

    /** Whether no thread should take the call any more; the timer may be late. */
    default boolean hasWaitedTooLong() {
        return false;
    }

    /** When the call times out; null if it does not. */
    default @Nullable Instant deadline() {
        return null;
    }

    // ---- threads inside the call ----

    /** The caller hands the call to its queue, and may have to wait for room. */
    default void enterSubmission() {}

    default void leaveSubmission() {}

    /**
     * Nobody waits for room any more; a submitter that runs the call itself may go on to others that it has put off.
     *
     * @return whether the body may begin: not if it would have been interrupted already
     */
    default boolean enterBody() {
        return true;
    }

    default void leaveBody() {}

    /** Gives the thread back an interrupt by somebody else, which the queue took for the timeout's. */
    default void restoreInterrupt() {}

    /**
     * Interrupts whoever is inside and may be interrupted, and lets no thread in any more.
     *
     * @param interruptBody interrupts the body alone
     * @return where the body stood; null if no thread was in it
     */
    default @Nullable TimeoutException interrupt(Runnable interruptBody) {
        return null;
    }

    /** For calls without limits. */
    enum Unlimited implements CallClock {
        NONE
    }
}

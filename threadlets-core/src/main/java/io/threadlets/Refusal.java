package io.threadlets;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Why a submission is not accepted, with the numbers of that moment.
 *
 * @param oldest how long the first work has waited
 * @param longest the run that began first
 */
record Refusal(
        Why why,
        QueueSnapshot now,
        @Nullable Duration oldest,
        @Nullable WorkRun longest,
        long nowNanos,
        @Nullable Throwable cause) {

    enum Why {
        FULL,
        SHUTDOWN,
        NO_THREAD,
        INTERRUPTED
    }

    /**
     * Tells the listeners.
     *
     * @return what the submitter gets for it
     */
    RuntimeException tell(ThreadletWork work, Listeners listeners) {
        final ThreadletRejectedException rejection = rejection(work);
        listeners.rejected(work, rejection);
        if (why != Why.INTERRUPTED) {
            return rejection;
        }
        final CancellationException interrupted =
                new CancellationException("Interrupted while waiting for room in queue '" + now.name() + "'");
        interrupted.initCause(rejection);
        return interrupted;
    }

    /** Asks works for their descriptions, so not to be called under a lock. */
    private ThreadletRejectedException rejection(ThreadletWork work) {
        return switch (why) {
            case FULL, INTERRUPTED ->
                Rejections.full(work, now, oldest, longest == null ? null : longest.describe(nowNanos));
            case SHUTDOWN -> Rejections.shutDown(work, now);
            case NO_THREAD -> Rejections.noThread(work, now, cause);
        };
    }
}

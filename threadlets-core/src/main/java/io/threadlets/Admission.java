package io.threadlets;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a {@link PlainEngine} decided, under its lock, on a submission. */
sealed interface Admission {
    /** Accepted; it has its place, or will have it when it has been announced; so many threads are to be started. */
    record Queued(WorkList.Place place, int starts) implements Admission {}

    /** Accepted, to be run by the submitter now. */
    record InCaller(CallerRuns.Frame frame) implements Admission {}

    /** Accepted, to be run by the submitter when it has completed the run of the same work that it is in. */
    record Again() implements Admission {}

    /** Not accepted: the work is queued or running somewhere. */
    record InUse() implements Admission {}

    /** Why a submission is refused. */
    enum Why {
        FULL,
        SHUTDOWN,
        NO_THREAD,
        INTERRUPTED
    }

    /**
     * Not accepted, with the numbers of that moment.
     *
     * @param oldest how long the first work has waited
     * @param longest the run that began first
     */
    record Refused(
            Why why,
            QueueSnapshot now,
            @Nullable Duration oldest,
            @Nullable WorkRun longest,
            long nowNanos,
            @Nullable Throwable cause)
            implements Admission {

        /** Asks works for their descriptions, so not to be called under the lock. */
        ThreadletRejectedException rejection(ThreadletWork work) {
            return switch (why) {
                case FULL, INTERRUPTED ->
                    Rejections.full(work, now, oldest, longest == null ? null : longest.describe(nowNanos));
                case SHUTDOWN -> Rejections.shutDown(work, now);
                case NO_THREAD -> Rejections.noThread(work, now, cause);
            };
        }

        /** What the submitter gets for it. */
        RuntimeException toThrow(ThreadletRejectedException rejection) {
            if (why != Why.INTERRUPTED) {
                return rejection;
            }
            final CancellationException interrupted =
                    new CancellationException("Interrupted while waiting for room in queue '" + now.name() + "'");
            interrupted.initCause(rejection);
            return interrupted;
        }
    }
}

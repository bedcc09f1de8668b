package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Why a submission is not accepted, with the numbers of that moment.
 *
 * @param oldest how long the first work has waited
 * @param advice what to change if it is full
 * @param shutdownMillis when the queue was shut down; 0 if it is not
 */
record Refusal(
        Why why,
        ThreadletWork work,
        Engine engine,
        QueueSnapshot now,
        @Nullable Duration oldest,
        @Nullable Throwable cause,
        String advice,
        long shutdownMillis) {

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
    RuntimeException tell(Listeners listeners) {
        final ThreadletRejectedException rejection = new ThreadletRejectedException(this);
        listeners.rejected(work, rejection);
        if (why != Why.INTERRUPTED) {
            return rejection;
        }
        final CancellationException interrupted =
                new CancellationException("Interrupted while waiting for room in queue '" + now.name() + "'");
        interrupted.initCause(rejection);
        return interrupted;
    }

    ThreadletRejectedException.Reason reason() {
        return switch (why) {
            case FULL, INTERRUPTED -> ThreadletRejectedException.Reason.FULL;
            case SHUTDOWN -> ThreadletRejectedException.Reason.SHUTDOWN;
            case NO_THREAD -> ThreadletRejectedException.Reason.NO_THREAD;
        };
    }

    /** Made when it is read: it asks works for their descriptions, and looks at all that run. */
    String message() {
        return switch (why) {
            case FULL, INTERRUPTED -> {
                final List<RunningWork> running = engine.running();
                yield Rejections.full(work, now, oldest, running.isEmpty() ? null : running.get(0), advice);
            }
            case SHUTDOWN -> Rejections.shutDown(work, now, shutdownMillis);
            case NO_THREAD -> Rejections.noThread(work, now, cause);
        };
    }
}

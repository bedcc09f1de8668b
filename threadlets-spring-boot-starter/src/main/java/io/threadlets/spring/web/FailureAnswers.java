package io.threadlets.spring.web;

import io.threadlets.QueuedWork;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Finds the answers to requests whose calls were rejected or timed out, where nothing of the application handles that.
 * Safe from any thread.
 */
public final class FailureAnswers {
    /** A queue that stands still must not send its clients away for hours. */
    private static final long LONGEST_RETRY_AFTER = 60;

    /** Far more than anybody nests, and less than a cycle. */
    private static final int MOST_CAUSES = 100;

    private final ObjectProvider<ThreadletQueues> queues;
    private final FailureLog log;

    /**
     * For one application.
     *
     * @param queues tell how long works wait
     */
    public FailureAnswers(ObjectProvider<ThreadletQueues> queues) {
        this.queues = queues;
        this.log = new FailureLog(System::nanoTime);
    }

    /**
     * The answer, or null where this is neither a rejection nor a timeout, or the application has given it a status.
     */
    @Nullable
    FailureAnswer find(Throwable failure) {
        Throwable each = failure;
        for (int causes = 0; each != null && causes < MOST_CAUSES; causes++) {
            if (hasStatus(each)) {
                return null;
            }
            if (each instanceof ThreadletRejectedException rejected) {
                return FailureAnswer.rejected(rejected.queue(), rejected, secondsUntilRoom(rejected.queue()));
            }
            if (each instanceof ThreadletTimeoutException timedOut) {
                return FailureAnswer.timedOut(timedOut.queue(), timedOut);
            }
            each = each.getCause();
        }
        return null;
    }

    private static boolean hasStatus(Throwable failure) {
        return failure instanceof ErrorResponse
                || AnnotatedElementUtils.hasAnnotation(failure.getClass(), ResponseStatus.class);
    }

    /**
     * As long as the oldest work has waited, since works start in the order in which they came: by then about all that
     * wait now have started, and the client does not come back into the same crowd.
     */
    private long secondsUntilRoom(String queue) {
        final ThreadletQueues known = queues.getIfAvailable();
        long seconds = 0;
        if (known != null && known.names().contains(queue)) {
            for (QueuedWork oldest : known.get(queue).queued(1)) {
                final Duration age = oldest.age();
                seconds = age == null ? 0 : age.plusSeconds(1).minusNanos(1).toSeconds();
            }
        }
        return Math.min(Math.max(seconds, 1), LONGEST_RETRY_AFTER);
    }

    /** @param request as in {@code GET /reports} */
    void given(FailureAnswer answer, String request) {
        log.answered(answer, request);
    }
}

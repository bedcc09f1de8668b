package io.threadlets.spring.stored;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.config.StoredSettings;
import io.threadlets.spring.store.Ending;
import io.threadlets.spring.store.TakenCall;
import io.threadlets.spring.stored.BodyGuard.Reason;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Decides what is to become of the calls of one queue, and tells whom that concerns. Safe from any thread. */
final class Endings {
    private static final Log LOG = LogFactory.getLog(Endings.class);

    private final String queue;
    private final StoredSettings settings;
    private final RetryPlan retries;
    private final Counts counts;
    private final ObjectProvider<ThreadletExceptionHandler> handler;

    Endings(String queue, StoredSettings settings, Counts counts, ObjectProvider<ThreadletExceptionHandler> handler) {
        this.queue = queue;
        this.settings = settings;
        this.retries = new RetryPlan(settings, () -> ThreadLocalRandom.current().nextDouble());
        this.counts = counts;
        this.handler = handler;
    }

    /** Of a call that has not begun. */
    static Ending givenBack() {
        return new Ending.GivenBack(/* hasBegun= */ false, () -> {});
    }

    /** Whether there is no further attempt if this one fails so. */
    boolean isLast(Attempt attempt, Throwable failure) {
        return retries.isLast(attempt.call().attempt()) || attempt.target().isFinal(failure);
    }

    /** @param failure what it has failed with; null if it has not */
    Ending ended(Attempt attempt, @Nullable Throwable failure) {
        if (attempt.decide() || failure == null) {
            return new Ending.Done(() -> {});
        }
        if (attempt.endedEarly() == Reason.STOP) {
            return new Ending.GivenBack(/* hasBegun= */ true, () -> {});
        }
        return isLast(attempt, failure) || attempt.hasRecoveryFailed()
                ? dead(attempt.target(), attempt.call(), failure, attempt.args())
                : new Ending.Retry(
                        Instant.now().plus(retries.delayAfter(attempt.call().attempt())),
                        StoredFailure.text(failure),
                        counts.retried::increment);
    }

    /** Of an attempt that goes on while the application stops. */
    Ending unfinished(Attempt attempt) {
        return attempt.decide() ? new Ending.Done(() -> {}) : new Ending.GivenBack(/* hasBegun= */ true, () -> {});
    }

    Ending dead(StoredTarget target, TakenCall call, Throwable failure, @Nullable Object[] args) {
        return new Ending.Dead(StoredFailure.text(failure), () -> {
            counts.died.increment();
            tell(target, call, failure, args);
        });
    }

    private void tell(StoredTarget target, TakenCall call, Throwable failure, @Nullable Object[] args) {
        try {
            handler.getObject().handle(failure, target.method(), args);
        } catch (Throwable broken) {
            LOG.error(
                    queue + ": " + target.label() + " (" + call.id() + ") is dead, and the exception handler failed",
                    broken);
        }
    }

    // ---- crashes ----

    boolean hasCrashedTooOften(TakenCall call) {
        return call.crashes() >= settings.maxCrashes();
    }

    /** @param shown what people are shown of the call */
    Ending takenOver(TakenCall call, String shown) {
        return new Ending.GivenBack(
                /* hasBegun= */ true, () -> {
                    counts.revived.increment();
                    LOG.warn(queue + ": " + shown + " was lost with the instance that ran it; it is run again (crash "
                            + call.crashes() + " of " + settings.maxCrashes() + ")");
                });
    }

    /**
     * @param shown what people are shown of the call
     * @param properties where the queue's properties are
     */
    ThreadletStoreException tooManyCrashes(TakenCall call, String shown, String properties) {
        return new ThreadletStoreException(
                queue,
                "Queue '" + queue + "': " + shown + " is dead: " + call.crashes()
                        + " instances were lost while they ran it (" + properties
                        + ".max-crashes). Look for what ends them, then retry the call.",
                null);
    }
}

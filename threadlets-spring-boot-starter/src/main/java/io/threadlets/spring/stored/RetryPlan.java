package io.threadlets.spring.stored;

import io.threadlets.spring.config.StoredSettings;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When a failed attempt is followed by another one.
 *
 * @param random from 0 to 1, so that calls that failed together are not tried again together
 */
record RetryPlan(StoredSettings settings, DoubleSupplier random) {
    /** Never earlier than said; what a store takes to notice comes on top. */
    private static final double MOST_SPREAD = 0.05;

    boolean isLast(int attempt) {
        return attempt > settings.retries();
    }

    /** From the failure of an attempt until the next one may begin. */
    Duration delayAfter(int attempt) {
        final double factor = Math.pow(settings.backoffMultiplier(), attempt - 1);
        final double millis = Math.min((double) settings.backoff().toMillis() * factor, (double)
                settings.backoffMax().toMillis());
        return Duration.ofMillis((long) Math.ceil(millis * (1 + MOST_SPREAD * random.getAsDouble())));
    }
}

package io.threadlets.spring.queue;

import java.time.Duration;

/**
 * How long a stop takes. Works are interrupted early enough to clean up, and to be reported, before the container gives
 * up waiting and goes on to destroy the beans that they use.
 *
 * @param limit the whole stop, works that are deaf to interrupts left out
 * @param drain until works are interrupted
 * @param grace what interrupted works get to clean up
 */
record StopTimes(Duration limit, Duration drain, Duration grace) {
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(2);

    /** Of the container's time, what is kept at least for the grace and the report. */
    private static final Duration MOST_KEPT = Duration.ofMillis(2_500);

    private static final int KEPT_OF_A_SHORT_TIME = 4;
    private static final int REPORT_OF_KEPT = 5;

    /**
     * @param shutdownTimeout what the application wants works to get
     * @param phaseTimeout what the container waits for the stop
     */
    static StopTimes of(Duration shutdownTimeout, Duration phaseTimeout) {
        final Duration kept = shorter(MOST_KEPT, phaseTimeout.dividedBy(KEPT_OF_A_SHORT_TIME));
        final Duration drain = shorter(shutdownTimeout, phaseTimeout.minus(kept));
        final Duration rest = phaseTimeout.minus(drain).minus(kept.dividedBy(REPORT_OF_KEPT));
        return new StopTimes(shorter(shutdownTimeout, phaseTimeout), drain, shorter(LONGEST_GRACE, rest));
    }

    /** The same where nothing is to finish any more. */
    StopTimes withoutDrain() {
        return new StopTimes(Duration.ZERO, Duration.ZERO, grace);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}

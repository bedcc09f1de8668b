package io.threadlets.spring.advice;

import io.threadlets.spring.inspect.RunningView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A work that runs, and what several looks at it tell.
 *
 * @param work as it was seen last
 * @param place what kind of place its thread stands in
 * @param stood how long it has stood there, as far as it was seen, and used no processor; null if it was not looked at
 * @param cancelledFor how long it has been cancelled, as far as it was seen; null if it is not
 * @param median how long such works usually run; null if it is not known
 */
record Standing(
        RunningView work,
        Place place,
        @Nullable Duration stood,
        @Nullable Duration cancelledFor,
        @Nullable Duration median) {
    /** Two looks, which are a second apart, and a third one that sees the same. */
    static final Duration STUCK = Duration.ofMillis(1_900);

    private static final int USUAL_TIMES = 3;

    boolean isStuck() {
        return stood != null && stood.compareTo(STUCK) >= 0;
    }

    /** Whether it takes longer than such works do, as far as that is known. */
    boolean isUnusual() {
        final Duration elapsed = work.elapsed();
        return median == null || elapsed == null || elapsed.compareTo(median.multipliedBy(USUAL_TIMES)) > 0;
    }

    /** How long it has run; zero where the queue keeps no times. */
    Duration elapsed() {
        final Duration elapsed = work.elapsed();
        return elapsed == null ? Duration.ZERO : elapsed;
    }
}

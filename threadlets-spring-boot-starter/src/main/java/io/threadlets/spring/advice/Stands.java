package io.threadlets.spring.advice;

import io.threadlets.spring.inspect.RunningView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers from one look to the next since when works have stood where they stand. Used by one thread at a time. */
final class Stands {
    /** A thread that waits, and looks now and then whether it has to, uses less in a second. */
    private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(1);

    private Map<Long, Stand> before = Map.of();
    private final Map<Long, Stand> seen = new HashMap<>();

    /** @param cancelledSince null if it is not cancelled */
    private record Stand(
            List<StackTraceElement> stack,
            @Nullable Duration cpu,
            long since,
            Place place,
            @Nullable Long cancelledSince) {
        boolean isStill(RunningView work) {
            return !stack.isEmpty() && stack.equals(work.stack()) && isResting(work.cpu());
        }

        private boolean isResting(@Nullable Duration now) {
            return cpu == null || now == null || now.minus(cpu).compareTo(NEXT_TO_NOTHING) < 0;
        }
    }

    /** A new look begins: works that it does not see are forgotten. */
    void begin() {
        before = Map.copyOf(seen);
        seen.clear();
    }

    /**
     * Looks at a work.
     *
     * @param median how long such works usually run; null if it is not known
     */
    Standing see(RunningView work, @Nullable Duration median, long nanos) {
        final Stand last = before.get(work.id());
        final Long cancelled = last == null ? null : last.cancelledSince();
        final Long cancelledSince = !work.cancelled() ? null : cancelled != null ? cancelled : Long.valueOf(nanos);
        final Stand stand = last != null && last.isStill(work)
                ? new Stand(work.stack(), work.cpu(), last.since(), last.place(), cancelledSince)
                : new Stand(work.stack(), work.cpu(), nanos, Place.of(work.stack()), cancelledSince);
        seen.put(work.id(), stand);
        return new Standing(
                work,
                stand.place(),
                work.stack().isEmpty() ? null : Duration.ofNanos(nanos - stand.since()),
                cancelledSince == null ? null : Duration.ofNanos(nanos - cancelledSince),
                median);
    }
}

package io.threadlets.spring.history;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.history.Trend.Lately;
import io.threadlets.spring.history.Trend.Pace;
import io.threadlets.spring.queue.QueueLoad;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one queue over the last minute. Knows what somebody looked at, so it costs works nothing; what begins
 * and ends between two looks is not seen. Safe from any thread.
 */
final class QueueHistory {
    private static final long LATELY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long PACE_NANOS = Duration.ofSeconds(10).toNanos();

    /** Two seconds, since the looks are one apart, and a little more, since they are not on the dot. */
    private static final long LATEST_NANOS = Duration.ofMillis(2_500).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int THIRDS = 3;

    /** Looks that come sooner after the last one that is kept are not kept: anybody may look, as often as they like. */
    private static final long APART_NANOS = Duration.ofMillis(900).toNanos();

    private final LongSupplier nanoTime;

    /** Oldest first: the last one that is more than a minute old, and those since. */
    private final Deque<Look> looks = new ArrayDeque<>();

    private long began;
    private boolean hasBegun;
    private @Nullable Long saturatedSince;
    private @Nullable Long pausedSince;

    private record Look(long nanos, QueueSnapshot numbers) {
        long ended() {
            return numbers.succeeded() + numbers.failed() + numbers.dequeued();
        }
    }

    QueueHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param numbers of this moment */
    synchronized Trend look(QueueSnapshot numbers) {
        final Look now = new Look(nanoTime.getAsLong(), numbers);
        if (!hasBegun) {
            hasBegun = true;
            began = now.nanos();
        }
        saturatedSince = since(saturatedSince, !numbers.paused() && QueueLoad.isSaturated(numbers), now);
        pausedSince = since(pausedSince, numbers.paused(), now);
        keep(now);
        return new Trend(
                numbers,
                Duration.ofNanos(now.nanos() - began),
                elapsed(saturatedSince, now),
                elapsed(pausedSince, now),
                pace(now, PACE_NANOS),
                pace(now, LATEST_NANOS),
                lately(now));
    }

    private static @Nullable Long since(@Nullable Long before, boolean isSo, Look now) {
        return !isSo ? null : before != null ? before : Long.valueOf(now.nanos());
    }

    private static @Nullable Duration elapsed(@Nullable Long since, Look now) {
        return since == null ? null : Duration.ofNanos(now.nanos() - since);
    }

    private void keep(Look look) {
        if (looks.isEmpty() || look.nanos() - looks.getLast().nanos() >= APART_NANOS) {
            looks.addLast(look);
        }
        while (looks.size() > 1 && look.nanos() - second().nanos() >= LATELY_NANOS) {
            looks.removeFirst();
        }
    }

    private Look second() {
        final var all = looks.iterator();
        all.next();
        return all.next();
    }

    private Pace pace(Look now, long within) {
        Look from = looks.getLast();
        for (final var back = looks.descendingIterator(); back.hasNext(); ) {
            final Look look = back.next();
            if (now.nanos() - look.nanos() > within) {
                break;
            }
            from = look;
        }
        final double seconds = (now.nanos() - from.nanos()) / NANOS_PER_SECOND;
        return seconds <= 0
                ? new Pace(0, 0, 0)
                : new Pace(
                        (now.numbers().submitted() - from.numbers().submitted()) / seconds,
                        (now.numbers().rejected() - from.numbers().rejected()) / seconds,
                        (now.ended() - from.ended()) / seconds);
    }

    private Lately lately(Look now) {
        final Look first = looks.getFirst();
        return new Lately(
                Duration.ofNanos(now.nanos() - first.nanos()),
                now.numbers().submitted() - first.numbers().submitted(),
                now.numbers().rejected() - first.numbers().rejected(),
                first.numbers().queued(),
                isGrowing());
    }

    private boolean isGrowing() {
        final int[] queued =
                looks.stream().mapToInt(look -> look.numbers().queued()).toArray();
        if (queued.length < THIRDS) {
            return false;
        }
        final double first = mean(queued, 0);
        final double second = mean(queued, 1);
        return first < second && second < mean(queued, 2);
    }

    private static double mean(int[] numbers, int third) {
        final int from = numbers.length * third / THIRDS;
        final int to = numbers.length * (third + 1) / THIRDS;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        return (double) sum / (to - from);
    }
}

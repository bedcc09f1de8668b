package io.threadlets.spring.history;

import io.threadlets.QueueSnapshot;
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

    /** Looks that come sooner after the last one that is kept are not kept: anybody may look, as often as they like. */
    private static final long APART_NANOS = Duration.ofMillis(900).toNanos();

    private final LongSupplier nanoTime;

    /** Oldest first: the last one that is more than a minute old, and those since. */
    private final Deque<Look> looks = new ArrayDeque<>();

    private @Nullable Long saturatedSince;
    private @Nullable Long pausedSince;

    private record Look(long nanos, QueueSnapshot numbers) {}

    QueueHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param numbers of this moment */
    synchronized Trend look(QueueSnapshot numbers) {
        final long now = nanoTime.getAsLong();
        saturatedSince = since(saturatedSince, isSaturated(numbers), now);
        pausedSince = since(pausedSince, numbers.paused(), now);
        keep(new Look(now, numbers));
        return new Trend(
                numbers,
                elapsed(saturatedSince, now),
                elapsed(pausedSince, now),
                numbers.rejected() - looks.getFirst().numbers().rejected());
    }

    private static boolean isSaturated(QueueSnapshot numbers) {
        return !numbers.paused()
                && numbers.idle() == 0
                && numbers.cur() >= numbers.maxThreads()
                && numbers.queued() > 0;
    }

    private static @Nullable Long since(@Nullable Long before, boolean isSo, long now) {
        return !isSo ? null : before != null ? before : Long.valueOf(now);
    }

    private static @Nullable Duration elapsed(@Nullable Long since, long now) {
        return since == null ? null : Duration.ofNanos(now - since);
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
}

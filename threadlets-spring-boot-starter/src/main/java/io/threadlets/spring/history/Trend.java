package io.threadlets.spring.history;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue's numbers, and what the looks before tell about them.
 *
 * @param now the numbers
 * @param known how long somebody has been looking
 * @param saturatedFor how long all threads have been busy while works waited, as far as it was seen; null if that is
 *     not so now
 * @param pausedFor how long the queue has been paused; null if it is not
 * @param pace how fast works came and ended within the last ten seconds
 * @param latest the same of the last two seconds
 * @param lately what changed within the last minute, or since the first look
 */
public record Trend(
        QueueSnapshot now,
        Duration known,
        @Nullable Duration saturatedFor,
        @Nullable Duration pausedFor,
        Pace pace,
        Pace latest,
        Lately lately) {
    /**
     * Works a second.
     *
     * @param in accepted
     * @param refused not accepted
     * @param out ended, in whatever way
     */
    public record Pace(double in, double refused, double out) {
        /**
         * How many were sent, whether they were accepted or not.
         *
         * @return works a second
         */
        public double sent() {
            return in + refused;
        }
    }

    /**
     * What changed within a time.
     *
     * @param time how long it is: a minute, or less
     * @param submitted works that were accepted
     * @param rejected works that were refused
     * @param queuedBefore works that waited when it began
     * @param isGrowing whether more waited in the second third of it than in the first, and in the last than in the
     *     second
     */
    public record Lately(Duration time, long submitted, long rejected, int queuedBefore, boolean isGrowing) {}

    /**
     * Works that were refused within the last minute.
     *
     * @return how many
     */
    public long rejectedLately() {
        return lately.rejected();
    }

    /**
     * How long it takes until nothing waits, at the pace of the last seconds, if nothing more comes.
     *
     * @return null if nothing waits, or nothing ends
     */
    public @Nullable Duration drain() {
        return now.queued() == 0 || pace.out() == 0
                ? null
                : Duration.ofMillis(Math.round(now.queued() / pace.out() * 1_000));
    }
}

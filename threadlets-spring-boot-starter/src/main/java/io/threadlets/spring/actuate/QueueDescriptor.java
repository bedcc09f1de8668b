package io.threadlets.spring.actuate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.threadlets.QueueSnapshot;
import io.threadlets.spring.inspect.QueueView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A queue's numbers. Those of threads and of what waits are of one moment.
 *
 * @param state running, saturated (works wait, and no thread is free nor to be had), paused, closing (accepts nothing
 *     more), or closed (and has ended)
 * @param threads platform or virtual; null where that is not known
 * @param cur the threads that there are
 * @param idle those of them that are free
 * @param queued works that wait for a thread
 * @param running threads that have a work, or are about to
 * @param min threads that stay
 * @param max most threads at once; null for no limit
 * @param capacity most works that may wait; null for no limit
 * @param largest most threads that there were
 * @param oldestQueuedMs how long the oldest waiting work has waited; null if none waits
 * @param longestRunningMs how long the longest running work has run; null if none runs
 * @param submitted works that were accepted
 * @param completed works that have ended, in whatever way
 * @param failed works that threw
 * @param cancelled works that were taken back before they began
 * @param rejected works that were not accepted
 * @param advice what is wrong with the queue, the most urgent first; null if nothing is
 * @param store where its calls are kept; null for a queue without a store
 * @param configured what the queue began with; null in a list of queues, as is what follows
 * @param effective what holds now
 * @param changed who has changed that last over the endpoint; null if nobody has
 * @param waits how long works waited; null where there are no meters
 * @param work how long works ran; null where there are no meters
 * @param recentFailures the last works that failed, newest first; null for a queue of the application's own
 * @param recentRejections the last works that were not accepted, newest first; null as above
 * @param drainEstimateMs how long it takes at the pace of the last seconds until nothing waits; null if nothing waits,
 *     or nothing ends
 */
public record QueueDescriptor(
        String state,
        @Nullable String threads,
        int cur,
        int idle,
        int queued,
        int running,
        int min,
        @Nullable Integer max,
        @Nullable Integer capacity,
        int largest,
        @Nullable Long oldestQueuedMs,
        @Nullable Long longestRunningMs,
        long submitted,
        long completed,
        long failed,
        long cancelled,
        long rejected,
        @Nullable List<String> advice,
        @Nullable StoreDescriptor store,
        @Nullable SettingsDescriptor configured,
        @Nullable SettingsDescriptor effective,
        @Nullable ChangeDescriptor changed,
        @JsonProperty("wait") @Nullable TimesDescriptor waits,
        @Nullable TimesDescriptor work,
        @Nullable List<FailureDescriptor> recentFailures,
        @Nullable List<RejectionDescriptor> recentRejections,
        @Nullable Long drainEstimateMs)
        implements OperationResponseBody {

    /**
     * @param advice what is wrong with it
     * @param store null without a store
     */
    static QueueDescriptor of(QueueView queue, List<String> advice, @Nullable StoreDescriptor store) {
        final QueueSnapshot now = queue.now();
        return new QueueDescriptor(
                queue.state().toString(),
                threads(queue.virtual()),
                now.cur(),
                now.idle(),
                now.queued(),
                queue.busy(),
                now.minThreads(),
                SettingsDescriptor.limit(now.maxThreads()),
                SettingsDescriptor.limit(now.capacity()),
                now.largest(),
                millis(queue.oldestQueued()),
                millis(queue.longestRunning()),
                now.submitted(),
                now.succeeded() + now.failed() + now.dequeued(),
                now.failed(),
                now.dequeued(),
                now.rejected(),
                advice.isEmpty() ? null : advice,
                store,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same with what is shown of one queue alone. */
    QueueDescriptor with(
            SettingsDescriptor began,
            SettingsDescriptor now,
            @Nullable ChangeDescriptor lastChange,
            @Nullable TimesDescriptor waited,
            @Nullable TimesDescriptor ran,
            @Nullable List<FailureDescriptor> failures,
            @Nullable List<RejectionDescriptor> rejections,
            @Nullable Duration drain) {
        return new QueueDescriptor(
                state,
                threads,
                cur,
                idle,
                queued,
                running,
                min,
                max,
                capacity,
                largest,
                oldestQueuedMs,
                longestRunningMs,
                submitted,
                completed,
                failed,
                cancelled,
                rejected,
                advice,
                store,
                began,
                now,
                lastChange,
                waited,
                ran,
                failures,
                rejections,
                millis(drain));
    }

    private static @Nullable String threads(@Nullable Boolean isVirtual) {
        return isVirtual == null ? null : isVirtual ? "virtual" : "platform";
    }

    static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }
}

package io.threadlets.spring.actuate;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.history.Trend;
import io.threadlets.spring.inspect.QueueState;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.StoreLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * How a queue is. One that cannot keep up has a status that Boot does not know, and so does not make the application
 * unhealthy: a restart would not help.
 */
final class QueueHealth {
    private static final String SATURATED = "SATURATED";

    private QueueHealth() {}

    /**
     * @param advice what to know of it
     * @param isClosing whether the application ends, and its queues with it
     * @param store null for a queue without a store
     */
    static Health of(
            NamedQueue queue,
            Trend trend,
            Duration saturatedAfter,
            List<String> advice,
            boolean isClosing,
            @Nullable StoreLook store) {
        final QueueSnapshot now = trend.now();
        final String state = QueueState.of(queue.watched(), now).toString();
        final Status own = status(queue, trend, saturatedAfter, isClosing);
        final Health.Builder health = Health.status(store == null ? own : status(own, store, isClosing))
                .withDetail("state", state)
                .withDetail("cur", now.cur())
                .withDetail("idle", now.idle())
                .withDetail("queued", now.queued())
                .withDetail("max", now.maxThreads())
                .withDetail("rejectedInLastMinute", trend.rejectedLately());
        if (now.capacity() != Integer.MAX_VALUE) {
            health.withDetail("capacity", now.capacity());
        }
        if (trend.saturatedFor() != null) {
            health.withDetail("saturatedFor", QueueWords.age(trend.saturatedFor()));
        }
        if (trend.pausedFor() != null) {
            health.withDetail("pausedFor", QueueWords.age(trend.pausedFor()));
        }
        if (store != null) {
            health.withDetail("store", details(store));
        }
        if (!advice.isEmpty()) {
            health.withDetail("advice", advice);
        }
        return health.build();
    }

    /** A store that is not there makes the application useless only if its properties say so. */
    private static Status status(Status own, StoreLook store, boolean isClosing) {
        if (store.isReachable() || isClosing || own.equals(Status.DOWN)) {
            return own;
        }
        return new Status(
                (store.isRequired() ? Status.DOWN : Status.UNKNOWN).getCode(),
                "its store " + store.title() + " cannot be reached");
    }

    private static Map<String, Object> details(StoreLook store) {
        final Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", store.store());
        if (store.database() != null) {
            details.put("database", store.database());
        }
        details.put("state", store.isReachable() ? "up" : StoreDescriptor.UNREACHABLE);
        if (store.problem() != null) {
            details.put("problem", store.problem());
        }
        if (store.downFor() != null) {
            details.put("downFor", QueueWords.age(store.downFor()));
        }
        final Snapshot now = store.numbers();
        if (now != null && store.isReachable()) {
            details.put("waiting", now.waiting());
            details.put("running", now.running());
            details.put("retrying", now.retrying());
            details.put("dead", now.dead());
            details.put("orphaned", now.orphaned());
        }
        return details;
    }

    private static Status status(NamedQueue queue, Trend trend, Duration saturatedAfter, boolean isClosing) {
        if (queue.watched().isShutdown()) {
            return queue.watched().isTerminated() && !isClosing
                    ? new Status(Status.DOWN.getCode(), "it was shut down, and accepts nothing any more")
                    : Status.UP;
        }
        final List<String> why = new ArrayList<>();
        final Duration saturated = trend.saturatedFor();
        if (saturated != null && saturated.compareTo(saturatedAfter) >= 0) {
            why.add("no idle thread and " + QueueWords.works(trend.now().queued()) + " waiting for "
                    + QueueWords.age(saturated));
        }
        if (trend.rejectedLately() > 0) {
            why.add(QueueWords.works(trend.rejectedLately()) + " rejected in the last minute");
        }
        return why.isEmpty() ? Status.UP : new Status(SATURATED, String.join(", ", why));
    }
}

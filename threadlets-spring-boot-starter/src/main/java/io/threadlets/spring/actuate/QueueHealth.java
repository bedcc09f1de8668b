package io.threadlets.spring.actuate;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.history.Trend;
import io.threadlets.spring.inspect.QueueState;
import io.threadlets.spring.queue.NamedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
     */
    static Health of(NamedQueue queue, Trend trend, Duration saturatedAfter, List<String> advice, boolean isClosing) {
        final QueueSnapshot now = trend.now();
        final String state = QueueState.of(queue.watched(), now).toString();
        final Health.Builder health = Health.status(status(queue, trend, saturatedAfter, isClosing))
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
        if (!advice.isEmpty()) {
            health.withDetail("advice", advice);
        }
        return health.build();
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

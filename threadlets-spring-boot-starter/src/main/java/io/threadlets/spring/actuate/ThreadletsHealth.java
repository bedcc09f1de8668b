package io.threadlets.spring.actuate;

import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.StoredQueueView;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health {@code threadlets}: one entry for each queue of a context and of its parents, under its name. */
public final class ThreadletsHealth implements CompositeHealthContributor {
    private final QueueRegistry queues;
    private final QueueHistories histories;
    private final Advisor advisor;
    private final QueueLifecycle lifecycle;
    private final Duration saturatedAfter;

    /**
     * The health of a registry's queues.
     *
     * @param queues whose
     * @param histories what they did lately
     * @param advisor what is wrong with them
     * @param lifecycle tells whether they are meant to end
     * @param saturatedAfter how long a queue may have no free thread for works that wait
     */
    public ThreadletsHealth(
            QueueRegistry queues,
            QueueHistories histories,
            Advisor advisor,
            QueueLifecycle lifecycle,
            Duration saturatedAfter) {
        this.queues = queues;
        this.histories = histories;
        this.advisor = advisor;
        this.lifecycle = lifecycle;
        this.saturatedAfter = saturatedAfter;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        final NamedQueue queue = queues.all().get(name);
        return queue == null ? null : healthOf(queue);
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        return queues.all().values().stream().map(queue -> new HealthContributors.Entry(queue.name(), healthOf(queue)));
    }

    private HealthIndicator healthOf(NamedQueue queue) {
        return () -> {
            final StoredQueueView stored = queues.stored().view(queue.name());
            if (stored != null) {
                queues.stored().beginToLook(); // the other queues are most often asked next
            }
            return QueueHealth.of(
                    queue,
                    histories.lookAt(queue),
                    saturatedAfter,
                    advisor.advice().about(queue.name()),
                    lifecycle.isClosing(),
                    stored == null ? null : stored.look());
        };
    }
}

package io.threadlets.spring.history;

import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** What the queues of a context and of its parents did lately. Looks at them each second. Safe from any thread. */
public final class QueueHistories implements SmartInitializingSingleton {
    private static final Log LOG = LogFactory.getLog(QueueHistories.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final QueueRegistry queues;
    private final LongSupplier nanoTime;
    private final Map<NamedQueue, QueueHistory> histories = new ConcurrentHashMap<>();

    /**
     * Histories that begin when all beans are made.
     *
     * @param queues whose
     * @param nanoTime the time
     */
    public QueueHistories(QueueRegistry queues, LongSupplier nanoTime) {
        this.queues = queues;
        this.nanoTime = nanoTime;
    }

    @Override
    public void afterSingletonsInstantiated() {
        lookAtEach();
        queues.deadlines().each(EVERY, this::lookAtEach);
    }

    private void lookAtEach() {
        try {
            queues.all().values().forEach(this::lookAt);
        } catch (RuntimeException e) { // it would be the last look
            LOG.error("The queues' numbers could not be looked at", e);
        }
    }

    /**
     * Looks at a queue.
     *
     * @param queue any
     * @return its numbers now, and what the looks before tell about them
     */
    public Trend lookAt(NamedQueue queue) {
        return histories
                .computeIfAbsent(queue, any -> new QueueHistory(nanoTime))
                .look(queue.snapshot());
    }
}

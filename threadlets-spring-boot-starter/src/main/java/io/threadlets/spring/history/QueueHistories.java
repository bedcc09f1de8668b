package io.threadlets.spring.history;

import io.threadlets.spring.queue.NamedQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What queues did lately, as far as somebody looked at them again and again. Safe from any thread. */
public final class QueueHistories {
    private final LongSupplier nanoTime;
    private final Map<NamedQueue, QueueHistory> histories = new ConcurrentHashMap<>();

    /**
     * Histories without a look yet.
     *
     * @param nanoTime the time
     */
    public QueueHistories(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
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

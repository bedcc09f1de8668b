package io.threadlets.spring.history;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.queue.ListenerSource;
import io.threadlets.spring.queue.UsualTimes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the works of the queues did, from listening to those queues that are made from properties. */
public final class WorkHistories implements ListenerSource, UsualTimes {
    private final Map<String, WorkHistory> histories = new ConcurrentHashMap<>();

    /** Histories without a queue yet. */
    public WorkHistories() {}

    @Override
    public ThreadletListener listenerFor(String queue) {
        return histories.computeIfAbsent(queue, any -> new WorkHistory());
    }

    @Override
    public @Nullable Duration median(String queue, String description) {
        final WorkHistory history = histories.get(queue);
        return history == null ? null : history.median(description);
    }

    /**
     * The thread of the same queue that submitted a work which still waits.
     *
     * @param queue the name of the queue
     * @param work a work that waits there
     * @return null if another thread did, or if that is not known
     */
    public @Nullable Thread submitter(String queue, ThreadletWork work) {
        final WorkHistory history = histories.get(queue);
        return history == null ? null : history.submitter(work);
    }

    /**
     * Whether works wait that works of the same queue submitted.
     *
     * @param queue the name of the queue
     * @return also false if that is not known
     */
    public boolean hasOwn(String queue) {
        final WorkHistory history = histories.get(queue);
        return history != null && !history.isWithoutOwn();
    }
}

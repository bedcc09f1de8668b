package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.ThreadletListener;
import io.threadlets.spring.queue.ListenerSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/** The listeners of a context's queues, where there is a registry for what they hear. Safe from any thread. */
public final class QueueListeners implements ListenerSource {
    private final ListableBeanFactory beanFactory;
    private final Map<String, QueueListener> byQueue = new ConcurrentHashMap<>();

    /**
     * For the container.
     *
     * @param beanFactory which may have a registry; none is made here
     */
    public QueueListeners(ListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public @Nullable ThreadletListener listenerFor(String queue) {
        final boolean hasRegistry =
                BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, MeterRegistry.class, true, false)
                                .length
                        > 0;
        return hasRegistry ? byQueue.computeIfAbsent(queue, name -> new QueueListener()) : null;
    }

    @Nullable
    QueueListener of(String queue) {
        return byQueue.get(queue);
    }
}

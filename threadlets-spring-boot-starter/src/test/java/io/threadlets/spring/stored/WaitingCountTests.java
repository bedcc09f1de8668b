package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Gate;
import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.StoreInstances;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** How calls that wait are counted where their number is bounded. */
class WaitingCountTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application);
    }

    /** The queue of an application, with a store of which nothing is asked but to count. */
    private StoredQueue queue(QueueStore store) {
        start("threadlets.queues.jobs.capacity=5");
        final ConfigurableListableBeanFactory beans = last().getBeanFactory();
        final QueueRegistry registry = beans.getBean(QueueRegistry.class);
        final StoredQueue queue = new StoredQueue(
                "jobs",
                new StoredTargets(beans, registry, new MethodOverrides(Map.of()), TypeFactory.createDefaultInstance()),
                new StoredArguments(JsonMapper.builder().build()),
                registry,
                beans.getBean(CallContext.class),
                null,
                beans);
        queue.use(store, false);
        return queue;
    }

    @Test
    void sendersThatWaitForACountThatFailsDoNotCountOneAfterTheOther() throws Exception {
        final Gate gate = new Gate();
        final AtomicInteger counts = new AtomicInteger();
        final QueueStore silent = (QueueStore) Proxy.newProxyInstance(
                QueueStore.class.getClassLoader(), new Class<?>[] {QueueStore.class}, (proxy, method, args) -> {
                    counts.incrementAndGet();
                    gate.passDeaf();
                    throw new ThreadletStoreException("jobs", "no answer", null);
                });
        final WaitingCount crowd = new WaitingCount(queue(silent));
        final List<Throwable> failures = new CopyOnWriteArrayList<>();
        final Runnable send = () -> {
            try {
                final boolean unused = crowd.isFull();
            } catch (ThreadletStoreException failed) {
                failures.add(failed);
            }
        };
        final Thread first = new Thread(send);
        first.start();
        gate.awaitReached();
        final Thread second = new Thread(send);
        second.start();
        soon().until(() -> second.getState() == Thread.State.BLOCKED);
        gate.open();
        first.join(20_000);
        second.join(20_000);
        assertThat(failures).hasSize(2).allSatisfy(failed -> assertThat(failed).hasMessage("no answer"));
        assertThat(counts).hasValue(1);
    }
}

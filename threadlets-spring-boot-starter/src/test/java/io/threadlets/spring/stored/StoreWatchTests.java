package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.StoredQueueView;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** How often a store is asked for its numbers. */
class StoreWatchTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application);
    }

    /** The queue of an application, with which nobody but the test does anything. */
    private StoredQueue queue() {
        start();
        final ConfigurableListableBeanFactory beans = last().getBeanFactory();
        final QueueRegistry registry = beans.getBean(QueueRegistry.class);
        final StoredQueue queue = new StoredQueue(
                "jobs",
                new StoredTargets(
                        beans,
                        registry,
                        new MethodOverrides(
                                beans.getBean(ThreadletsProperties.class).methods()),
                        TypeFactory.createDefaultInstance()),
                new StoredArguments(JsonMapper.builder().build()),
                registry,
                beans.getBean(CallContext.class),
                beans.getBeanProvider(CallObserver.class).getIfAvailable(),
                beans);
        queue.use(new FakeStore(shelf).open("jobs", queue), false);
        return queue;
    }

    private static StoreWatch watch(StoredQueue queue, Executor background) {
        return new StoreWatch(queue, new QueueCalls(queue), background);
    }

    @Test
    void changeWhileTheStoreIsAskedDoesNotHaveItAskedAgain() {
        final StoredQueue queue = queue();
        final AtomicInteger asked = new AtomicInteger();
        final StoreWatch watch = watch(queue, question -> {
            asked.incrementAndGet();
            question.run();
            queue.changed();
        });
        assertThat(watch.look().numbers()).isNotNull();
        assertThat(asked).hasValue(1);
    }

    @Test
    void changeBeforeALookIsSeen() {
        final StoredQueue queue = queue();
        final AtomicInteger asked = new AtomicInteger();
        final StoreWatch watch = watch(queue, question -> {
            asked.incrementAndGet();
            question.run();
        });
        watch.look();
        queue.changed();
        watch.look();
        assertThat(asked).hasValue(2);
    }

    @Test
    void questionForWhichThereIsNoThreadIsAskedAgain() {
        final AtomicBoolean isFull = new AtomicBoolean(true);
        final StoreWatch watch = watch(queue(), question -> {
            if (isFull.get()) {
                throw new InternalError("no thread");
            }
            question.run();
        });
        assertThat(watch.look().problem()).isEqualTo("java.lang.InternalError: no thread");
        isFull.set(false);
        soon().until(() -> watch.look().isReachable());
    }

    @Test
    void storeIsAskedOnceASecondHoweverManyCallsAreSentAndRun() throws Exception {
        final long begun = System.nanoTime();
        final Jobs jobs = start();
        final StoredQueueView view = Objects.requireNonNull(
                last().getBean(QueueRegistry.class).stored().view("jobs"));
        for (int i = 0; i < 100; i++) {
            jobs.run("a");
            view.look();
        }
        awaitNone();
        view.look();
        final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat((long) shelf.looks()).isBetween(1L, seconds + 1);
    }
}

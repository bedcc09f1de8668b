package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * {@code on-full: block} from a thread of the same queue, which would wait for room that it would have to make itself.
 */
class OwnQueueBlockTests {
    private static final int MANY = 10_000;

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.q.capacity=1",
                    "threadlets.queues.q.on-full=block")
            .withBean(Service.class);

    static class Service {
        private final List<String> threads = new CopyOnWriteArrayList<>();

        List<String> threads() {
            return threads;
        }

        @Threadlet("q")
        public void twice(int depth, CountDownLatch ended, Service proxy) {
            threads.add(Thread.currentThread().getName());
            if (depth > 0) {
                proxy.twice(depth - 1, ended, proxy);
                proxy.twice(depth - 1, ended, proxy);
            }
            ended.countDown();
        }

        @Threadlet("q")
        public void twiceInAChain(int length, CountDownLatch ended, Service proxy) {
            if (length > 0) {
                proxy.nothing();
                proxy.twiceInAChain(length - 1, ended, proxy);
            }
            ended.countDown();
        }

        @Threadlet("q")
        public void nothing() {}

        @Threadlet("q")
        public <T> T value(Callable<T> body) throws Exception {
            return body.call();
        }

        @Threadlet("q")
        public <T> CompletableFuture<T> future(Callable<T> body) throws Exception {
            return CompletableFuture.completedFuture(body.call());
        }
    }

    @Test
    void voidMethodThatCallsItselfRunsInItsThreadWhereThereIsNoRoom() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CountDownLatch ended = new CountDownLatch(31);
            service.twice(4, ended, service);
            assertThat(ended.await(20, TimeUnit.SECONDS)).as("each call ends").isTrue();
            assertThat(service.threads()).hasSize(31).containsOnly("q-1");
            final ThreadletQueue queue = context.getBean("q", ThreadletQueue.class);
            await().untilAsserted(() -> assertThat(queue.snapshot().succeeded())
                    .as("works of the queue")
                    .isEqualTo(31));
        });
    }

    @Test
    void voidMethodThatCallsItselfManyTimesNeedsNoDeeperStack() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CountDownLatch ended = new CountDownLatch(MANY + 1);
            service.twiceInAChain(MANY, ended, service);
            assertThat(ended.await(60, TimeUnit.SECONDS)).as("each call ends").isTrue();
        });
    }

    @Test
    void valuesAndFuturesInsideDoNotWaitForRoom() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(() -> {
                        service.nothing(); // takes the only place
                        return service.value(() -> "value") + ", "
                                + service.future(() -> "joined").join() + ", "
                                + service.future(() -> "got").get();
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("value, joined, got");
        });
    }
}

package io.threadlets.spring.call;

import static io.threadlets.spring.call.ThreeQueues.outside;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Plain calls between the queues of a parent context and those of its children, which would wait for one another. */
class CrossContextCallTests {
    static class OfParent {
        @Threadlet("db")
        public Thread run(Supplier<Thread> body) {
            return body.get();
        }

        @Threadlet("global")
        public Thread global() {
            return Thread.currentThread();
        }
    }

    static class OfChild {
        private final OfParent parents;
        private final OfChild self;

        OfChild(OfParent parents, @Lazy OfChild self) {
            this.parents = parents;
            this.self = self;
        }

        @Threadlet("web")
        public Thread go() {
            return parents.run(() -> self.leaf());
        }

        @Threadlet("web")
        public Thread leaf() {
            return Thread.currentThread();
        }

        @Threadlet("global")
        public Thread globalOfParent() {
            return parents.global();
        }

        @Threadlet("web")
        public <T> T web(Callable<T> body) throws Exception {
            return body.call();
        }
    }

    /** Calls while its context starts. */
    static class Early {
        private final Thread ran;

        Early(OfChild on) throws Exception {
            this.ran = outside(on::go).get(20, TimeUnit.SECONDS);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpenQueue {
        @Bean(destroyMethod = "") // the test closes it
        ThreadletQueue open() {
            return ThreadletQueue.builder("open").build();
        }
    }

    private final ApplicationContextRunner parents = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.db.max-threads=1", "threadlets.queues.global.max-threads=1")
            .withBean(OfParent.class);

    private final ApplicationContextRunner children = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.web.max-threads=1", "threadlets.queues.global.max-threads=1")
            .withBean(OfChild.class);

    @Test
    void callThatComesBackFromTheParentRunsInPlace() {
        parents.run(parent -> children.withParent(parent).run(child -> {
            final OfChild on = child.getBean(OfChild.class);
            assertThat(outside(on::go))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .satisfies(thread -> assertThat(isOf(parent, "db", thread)).isTrue());
        }));
    }

    @Test
    void callThatComesBackFromAnotherChildRunsInPlace() {
        parents.run(parent -> children.withParent(parent)
                .run(one -> children.withParent(parent).run(other -> {
                    final OfChild onOne = one.getBean(OfChild.class);
                    final OfChild onOther = other.getBean(OfChild.class);
                    assertThat(outside(() -> onOne.web(() -> onOther.web(() -> onOne.leaf()))))
                            .succeedsWithin(20, TimeUnit.SECONDS)
                            .satisfies(thread ->
                                    assertThat(isOf(other, "web", thread)).isTrue());
                })));
    }

    @Test
    void callThatComesBackWhileTheChildStartsRunsInPlace() {
        parents.run(parent -> children.withParent(parent)
                .withBean(Early.class)
                .run(child -> assertThat(isOf(parent, "db", child.getBean(Early.class).ran))
                        .isTrue()));
    }

    @Test
    void callOfTheParentsQueueOfTheSameNameRunsThere() {
        parents.run(parent -> children.withParent(parent).run(child -> {
            final OfChild on = child.getBean(OfChild.class);
            assertThat(outside(on::globalOfParent))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .satisfies(
                            thread -> assertThat(isOf(parent, "global", thread)).isTrue());
        }));
    }

    @Test
    void queuesOfAChildThatIsClosedAreForgotten() {
        parents.run(parent -> {
            final QueueRegistry registry = parent.getBean(QueueRegistry.class);
            final ThreadletQueue[] open = new ThreadletQueue[1];
            children.withParent(parent).withUserConfiguration(OpenQueue.class).run(child -> {
                open[0] = child.getBean("open", ThreadletQueue.class);
                assertThat(ownerOfItsThread(registry, open[0])).isSameAs(open[0]);
            });
            try (ThreadletQueue queue = open[0]) {
                assertThat(queue.submit(() -> registry.ownerOf(Thread.currentThread()) == null))
                        .succeedsWithin(20, TimeUnit.SECONDS)
                        .isEqualTo(true);
            }
        });
    }

    private static @Nullable Object ownerOfItsThread(QueueRegistry registry, ThreadletQueue queue) throws Exception {
        return queue.submit(() -> registry.ownerOf(Thread.currentThread())).get(20, TimeUnit.SECONDS);
    }

    private static boolean isOf(ApplicationContext context, String queue, Thread thread) {
        return context.getBean(queue, ThreadletQueue.class).owns(thread);
    }
}

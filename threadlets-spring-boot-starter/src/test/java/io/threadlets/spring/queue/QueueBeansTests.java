package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.ThreadletQueueCustomizer;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class QueueBeansTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=2", "threadlets.queues.my-mail.max-threads=2");

    @Test
    void queuesAreInjectedByParameterNameQualifierListAndMap() {
        contexts.withUserConfiguration(Injected.class).run(context -> {
            final Injected injected = context.getBean(Injected.class);
            assertThat(injected.byParameterName.name()).isEqualTo("disk");
            assertThat(injected.byQualifier.name()).isEqualTo("my-mail");
            assertThat(injected.list)
                    .extracting(ThreadletQueue::name)
                    .containsExactlyInAnyOrder("disk", "my-mail", "global");
            assertThat(injected.map).containsOnlyKeys("disk", "my-mail", "global");
        });
    }

    record Injected(
            ThreadletQueue byParameterName,
            ThreadletQueue byQualifier,
            List<ThreadletQueue> list,
            Map<String, ThreadletQueue> map) {
        @Autowired
        Injected(
                ThreadletQueue disk,
                @Qualifier("my-mail") ThreadletQueue byQualifier,
                List<ThreadletQueue> list,
                Map<String, ThreadletQueue> map,
                ThreadletQueues queues) {
            this(disk, byQualifier, list, map);
            assertThat(queues.get("disk")).isSameAs(disk);
        }
    }

    @Test
    void nameThatAnotherBeanHasLeavesTheQueueItsQualifier() {
        contexts.withUserConfiguration(BeanNamedDisk.class, ByQualifierOnly.class)
                .run(context -> {
                    assertThat(context.getBean("disk")).isEqualTo("a string");
                    assertThat(context.getBean("diskThreadletQueue", ThreadletQueue.class)
                                    .name())
                            .isEqualTo("disk");
                    assertThat(context.getBean(ByQualifierOnly.class).queue.name())
                            .isEqualTo("disk");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanNamedDisk {
        @Bean
        String disk() {
            return "a string";
        }
    }

    record ByQualifierOnly(@Qualifier("disk") ThreadletQueue queue) {}

    @Test
    void companionExecutorIsInjectedByTheQueuesName() {
        contexts.withUserConfiguration(DiskExecutor.class).run(context -> {
            final Executor executor = context.getBean(DiskExecutor.class).executor;
            final CompletableFuture<Thread> thread = CompletableFuture.supplyAsync(Thread::currentThread, executor);
            assertThat(thread.get(20, TimeUnit.SECONDS).getName()).startsWith("disk-");
            assertThat(context.getBean("diskThreadletExecutor")).isSameAs(executor);
        });
    }

    record DiskExecutor(@Qualifier("disk") Executor executor) {}

    @Test
    void registryFindsQueuesAndNamesTheKnownOnesOtherwise() {
        contexts.run(context -> {
            final ThreadletQueues queues = context.getBean(ThreadletQueues.class);
            assertThat(queues.names()).containsExactly("disk", "my-mail", "global");
            assertThat(queues).extracting(ThreadletQueue::name).containsExactly("disk", "my-mail", "global");
            assertThat(queues.get("my-mail")).isSameAs(context.getBean("my-mail"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> queues.get("dsik"))
                    .withMessage("No queue 'dsik'. Queues: disk, my-mail, global. Did you mean 'disk'?");
        });
    }

    @Test
    void queueThatTheApplicationDefinesJoinsTheRegistry() {
        contexts.withUserConfiguration(OwnQueue.class).run(context -> {
            final ThreadletQueues queues = context.getBean(ThreadletQueues.class);
            assertThat(queues.names()).containsExactly("disk", "my-mail", "global", "own");
            assertThat(queues.get("own")).isSameAs(context.getBean("someBean"));
        });
        contexts.withUserConfiguration(OwnQueue.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .contains("own"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnQueue {
        @Bean
        ThreadletQueue someBean() {
            return ThreadletQueue.builder("own").build();
        }
    }

    @Test
    void queueOfTheApplicationWithAConfiguredNameIsRefused() {
        contexts.withPropertyValues("threadlets.queues.own.max-threads=3")
                .withUserConfiguration(OwnQueue.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("Bean 'someBean' is a ThreadletQueue named 'own'")
                        .hasMessageContaining("threadlets.queues.own"));
    }

    @Test
    void customizersSeeEachBuilderInTheirOrder() {
        contexts.withUserConfiguration(Customizers.class).run(context -> {
            assertThat(context.getBean(Calls.class).made)
                    .containsExactly(
                            "first disk",
                            "second disk",
                            "first my-mail",
                            "second my-mail",
                            "first global",
                            "second global");
            assertThat(context.getBean("disk", ThreadletQueue.class).snapshot().maxThreads())
                    .isEqualTo(7);
        });
    }

    record Calls(List<String> made) {}

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        @Bean
        Calls calls() {
            return new Calls(new ArrayList<>());
        }

        @Bean
        @Order(2)
        ThreadletQueueCustomizer second(Calls calls) {
            return (queue, builder) -> {
                calls.made.add("second " + queue);
                builder.minThreads(0).maxThreads(7);
            };
        }

        @Bean
        @Order(1)
        ThreadletQueueCustomizer first(Calls calls) {
            return (queue, builder) -> {
                calls.made.add("first " + queue);
                builder.maxThreads(6);
            };
        }
    }

    @Test
    void customizerThatBreaksARuleIsReportedWithTheQueue() {
        contexts.withUserConfiguration(BadCustomizer.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Queue 'disk' cannot be built")
                        .hasStackTraceContaining("ThreadletQueueCustomizer"));
    }

    @Configuration(proxyBeanMethods = false)
    static class BadCustomizer {
        @Bean
        ThreadletQueueCustomizer bad() {
            return (queue, builder) -> builder.maxThreads(-1);
        }
    }

    @Test
    void threadsHaveTheContextsClassLoaderWhoeverStartsIt() throws Exception {
        final Thread thread = Thread.currentThread();
        final ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0], null);
                AnnotationConfigApplicationContext context =
                        new AnnotationConfigApplicationContext(new DefaultListableBeanFactory())) {
            context.setClassLoader(before);
            context.register(ThreadletsAutoConfiguration.class);
            thread.setContextClassLoader(foreign);
            try {
                context.refresh();
                assertThat(thread.getContextClassLoader()).isSameAs(foreign);
            } finally {
                thread.setContextClassLoader(before);
            }
            assertThat(context.getBean("global", ThreadletQueue.class)
                            .submit(() -> Thread.currentThread().getContextClassLoader())
                            .get(20, TimeUnit.SECONDS))
                    .isSameAs(before);
        }
    }

    @Test
    void contextsInOneJvmHaveQueuesOfTheirOwn() {
        contexts.run(one -> contexts.run(other -> {
            final ThreadletQueue queue = one.getBean("global", ThreadletQueue.class);
            assertThat(other.getBean("global", ThreadletQueue.class)).isNotSameAs(queue);
            other.close();
            assertThat(queue.submit(() -> "alive").get(20, TimeUnit.SECONDS)).isEqualTo("alive");
        }));
    }
}

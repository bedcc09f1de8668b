package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** The starter adds executors; whoever asks for one without a name gets what they got before. */
class DefaultExecutorTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=2", "threadlets.queues.mail.max-threads=2")
            .withUserConfiguration(Asynchronous.class);

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {
        @Bean
        Caller caller() {
            return new Caller();
        }
    }

    static class Caller {
        @Async
        CompletableFuture<String> unqualified() {
            return thread();
        }

        @Async("disk")
        CompletableFuture<String> onDisk() {
            return thread();
        }

        @Async("mail")
        CompletableFuture<String> onMail() {
            return thread();
        }

        private static CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }
    }

    @Test
    void applicationTaskExecutorStaysAndIsWhatEverybodyGets() {
        contexts.withUserConfiguration(Unnamed.class).run(context -> {
            final Object boots = context.getBean("applicationTaskExecutor");
            assertThat(context.getBean(Executor.class)).isSameAs(boots);
            assertThat(context.getBean(TaskExecutor.class)).isSameAs(boots);
            assertThat(context.getBean(AsyncTaskExecutor.class)).isSameAs(boots);
            final Unnamed unnamed = context.getBean(Unnamed.class);
            assertThat(unnamed.executor).isSameAs(boots);
            assertThat(unnamed.provided.getIfUnique()).isSameAs(boots);
            assertThat(unnamed.list).containsExactly((Executor) boots);
            assertThat(unnamed.map).containsOnlyKeys("applicationTaskExecutor");
        });
    }

    record Unnamed(
            Executor executor, ObjectProvider<Executor> provided, List<Executor> list, Map<String, Executor> map) {}

    @Test
    void asyncRunsOnTheQueueThatItNamesAndElseOnBootsExecutor() {
        contexts.run(context -> {
            final Caller caller = context.getBean(Caller.class);
            assertThat(caller.unqualified())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("task-");
            assertThat(caller.onDisk())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("disk-");
            assertThat(caller.onMail())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("mail-");
        });
    }

    @Test
    void applicationsOwnExecutorIsWhatEverybodyGets() {
        contexts.withUserConfiguration(Own.class, Unnamed.class).run(context -> {
            final Object own = context.getBean("own");
            assertThat(context).doesNotHaveBean("applicationTaskExecutor");
            assertThat(context.getBean(Executor.class)).isSameAs(own);
            assertThat(context.getBean(Unnamed.class).executor).isSameAs(own);
            assertThat(context.getBean(Unnamed.class).list).containsExactly((Executor) own);
            assertThat(context.getBeansOfType(TaskExecutor.class)).isEmpty();
            assertThat(context.getBean(Caller.class).unqualified())
                    .as("as without the starter: a plain executor is not Spring's default for @Async")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("SimpleAsyncTaskExecutor-");
            assertThat(context.getBean(Caller.class).onDisk())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("disk-");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        Executor own() {
            return Runnable::run;
        }
    }

    @Test
    void executorOfTheApplicationThatHasAQueuesNameKeepsIt() {
        contexts.withUserConfiguration(OwnDisk.class, Disk.class).run(context -> {
            assertThat(context.getBean(Disk.class).executor).isSameAs(context.getBean("disk"));
            assertThat(context.getBean(Caller.class).onDisk())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .startsWith("own-");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDisk {
        @Bean
        TaskExecutor disk() {
            return new SimpleAsyncTaskExecutor("own-");
        }
    }

    record Disk(@Qualifier("disk") Executor executor) {}

    @Test
    void withoutAnyOtherExecutorQueuesAreStillNobodysDefault() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ThreadletsAutoConfiguration.class))
                .withUserConfiguration(Asynchronous.class, Optional.class)
                .run(context -> {
                    assertThat(context.getBean(Optional.class).executor.getIfAvailable())
                            .isNull();
                    assertThat(context.getBean(Caller.class).unqualified())
                            .succeedsWithin(20, TimeUnit.SECONDS)
                            .asString()
                            .startsWith("SimpleAsyncTaskExecutor-");
                });
    }

    record Optional(ObjectProvider<Executor> executor) {}
}

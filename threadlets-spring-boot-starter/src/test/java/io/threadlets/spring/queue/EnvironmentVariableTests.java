package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.ThreadletQueues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EnvironmentVariableTests {
    @Test
    void variableOverridesADashedQueueAndConjuresUpNoSecondOne() {
        withVariable(
                        "THREADLETS_QUEUES_MYQUEUE_MAXTHREADS",
                        "3",
                        "threadlets.queues.my-queue.max-threads=9",
                        "threadlets.queues.my-queue.capacity=5")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("my-queue", "global");
                    assertThat(context.getBeansOfType(ThreadletQueue.class)).containsOnlyKeys("my-queue", "global");
                    assertThat(context.getBean("my-queue", ThreadletQueue.class).snapshot())
                            .returns(3, queue -> queue.maxThreads())
                            .returns(5, queue -> queue.capacity());
                });
    }

    @Test
    void variableOverridesACamelCaseQueue() {
        withVariable("THREADLETS_QUEUES_MYQUEUE_MAXTHREADS", "3", "threadlets.queues.myQueue.max-threads=9")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("myQueue", "global");
                    assertThat(context.getBean("myQueue", ThreadletQueue.class)
                                    .snapshot()
                                    .maxThreads())
                            .isEqualTo(3);
                });
    }

    @Test
    void variableWithUnderscoresForDashesOverrides() {
        withVariable("THREADLETS_QUEUES_DISK_MAX_THREADS", "3", "threadlets.queues.disk.max-threads=9")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("disk", "global");
                    assertThat(context.getBean("disk", ThreadletQueue.class)
                                    .snapshot()
                                    .maxThreads())
                            .isEqualTo(3);
                });
    }

    @Test
    void variableAloneMakesAQueue() {
        withVariable("THREADLETS_QUEUES_DISK_MAXTHREADS", "3")
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .containsExactlyInAnyOrder("disk", "global"));
    }

    @Test
    void variableForADefaultReachesTheQueues() {
        withVariable("THREADLETS_DEFAULTS_MAXTHREADS", "3", "threadlets.queues.disk.capacity=9")
                .run(context -> assertThat(context.getBean("disk", ThreadletQueue.class)
                                .snapshot()
                                .maxThreads())
                        .isEqualTo(3));
    }

    @Test
    void spellingsInTwoFilesAreOneQueue() {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.my-queue.max-threads=9", "threadlets.queues.myqueue.capacity=5")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("my-queue", "global");
                    assertThat(context.getBean("my-queue", ThreadletQueue.class).snapshot())
                            .returns(9, queue -> queue.maxThreads())
                            .returns(5, queue -> queue.capacity());
                });
    }

    @Test
    void namesInBracketsAreTakenAsTheyAre() {
        Contexts.withStarter()
                .withPropertyValues(
                        "threadlets.queues[my.queue].max-threads=1", "threadlets.queues.myqueue.max-threads=2")
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .containsExactlyInAnyOrder("my.queue", "myqueue", "global"));
    }

    /** @param written what a file says, which a variable overrides */
    private static ApplicationContextRunner withVariable(String name, String value, String... written) {
        return Contexts.withStarter().withInitializer(context -> {
            final String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
            context.getEnvironment()
                    .getPropertySources()
                    .replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, value)));
            TestPropertyValues.of(written).applyTo(context.getEnvironment(), TestPropertyValues.Type.MAP, "file");
            final MutablePropertySources sources = context.getEnvironment().getPropertySources();
            final PropertySource<?> file = sources.remove("file");
            if (file != null) {
                sources.addLast(file);
            }
        });
    }
}

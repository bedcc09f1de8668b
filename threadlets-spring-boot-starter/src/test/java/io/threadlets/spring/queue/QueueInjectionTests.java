package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** How a queue is found by the name of what it is injected into, and what is said where it is not. */
@ExtendWith(OutputCaptureExtension.class)
class QueueInjectionTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.my-queue.max-threads=2",
                    "threadlets.queues[big.files].max-threads=2",
                    "threadlets.queues.my_disk.max-threads=2");

    record ByName(ThreadletQueue queue) {
        @Autowired
        ByName(ThreadletQueue myQueue, ThreadletQueue bigFiles, ThreadletQueue myDisk, ThreadletQueue my_disk) {
            this(myQueue);
            assertThat(List.of(bigFiles.name(), myDisk.name(), my_disk.name()))
                    .containsExactly("big.files", "my_disk", "my_disk");
        }
    }

    @Test
    void nameInCapitalsFindsTheQueueWithDashes() {
        contexts.withUserConfiguration(ByName.class).run(context -> {
            assertThat(context.getBean(ByName.class).queue.name()).isEqualTo("my-queue");
            assertThat(context.getBeansOfType(ThreadletQueue.class))
                    .as("each once")
                    .containsOnlyKeys("my-queue", "big.files", "my_disk", "global");
        });
    }

    record ByProvider(ObjectProvider<ThreadletQueue> myQueue) {}

    @Test
    void providerFindsItToo() {
        contexts.withUserConfiguration(ByProvider.class)
                .run(context -> assertThat(context.getBean(ByProvider.class)
                                .myQueue
                                .getObject()
                                .name())
                        .isEqualTo("my-queue"));
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanNamedMyQueue {
        @Bean
        String myQueue() {
            return "a string";
        }
    }

    @Test
    void beanOfThatNameGoesFirst() {
        contexts.withUserConfiguration(BeanNamedMyQueue.class).run(context -> {
            assertThat(context.getBean("myQueue")).isEqualTo("a string");
            assertThat(context.getBean("my-queue", ThreadletQueue.class).name()).isEqualTo("my-queue");
        });
    }

    @Test
    void nameOfTwoQueuesIsThatOfNone() {
        contexts.withPropertyValues("threadlets.queues[my.queue].max-threads=1").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.containsBean("myQueue")).isFalse();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryOwn {
        @Bean
        @Primary
        ThreadletQueue own() {
            return ThreadletQueue.builder("own").build();
        }
    }

    record Any(ThreadletQueue any, Map<String, ThreadletQueue> all) {}

    @Test
    void primaryQueueIsTheOneForEveryOtherName() {
        contexts.withUserConfiguration(PrimaryOwn.class, Any.class).run(context -> {
            assertThat(context.getBean(Any.class).any.name()).isEqualTo("own");
            assertThat(context.getBean(Any.class).all).hasSize(5);
        });
    }

    // ---- reports ----

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    record NoSuchName(ThreadletQueue myQueu) {}

    record NoSuchQualifier(@Qualifier("my-quue") ThreadletQueue queue) {}

    static class NoSuchField {
        @Autowired
        ThreadletQueue mial;
    }

    private static String report(CapturedOutput output, Class<?> component) {
        final Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(Application.class, component)
                .web(WebApplicationType.NONE)
                .properties("threadlets.queues.my-queue.max-threads=2", "threadlets.queues.mail.max-threads=2")
                .run()
                .close());
        assertThat(failure).isNotNull();
        return output.getOut().substring(output.getOut().lastIndexOf("APPLICATION FAILED TO START"));
    }

    @Test
    void parameterThatIsNamedAfterNoQueueIsReportedWithTheQueues(CapturedOutput output) {
        assertThat(report(output, NoSuchName.class))
                .contains("Parameter 0 of constructor in " + NoSuchName.class.getName()
                        + " is a ThreadletQueue named 'myQueu'. No queue 'myQueu'. Queues: mail, my-queue, global."
                        + " Did you mean 'my-queue'?")
                .contains("@Qualifier(\"my-queue\")")
                .contains("ThreadletQueue myQueue");
    }

    @Test
    void qualifierThatNamesNoQueueIsReportedWithTheQueues(CapturedOutput output) {
        assertThat(report(output, NoSuchQualifier.class))
                .contains("No queue 'my-quue'. Queues: mail, my-queue, global. Did you mean 'my-queue'?")
                .contains("@Qualifier(\"my-queue\")");
    }

    @Test
    void fieldThatIsNamedAfterNoQueueIsReportedWithTheQueues(CapturedOutput output) {
        assertThat(report(output, NoSuchField.class))
                .contains("Field mial in " + NoSuchField.class.getName() + " is a ThreadletQueue named 'mial'.")
                .contains("Did you mean 'mail'?");
    }

    @Test
    void otherBeansAreReportedAsEver(CapturedOutput output) {
        assertThat(report(output, NoSuchBean.class)).contains("required a bean of type 'java.lang.Thread'");
    }

    record NoSuchBean(Thread thread) {}
}

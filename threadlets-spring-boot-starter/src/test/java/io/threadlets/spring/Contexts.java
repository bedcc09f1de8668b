package io.threadlets.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.autoconfigure.ThreadletsAnnotationAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsContextAutoConfiguration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What the tests start from: a Boot application with this starter, and Boot's own executor beside it. */
public final class Contexts {
    private Contexts() {}

    public static ApplicationContextRunner withStarter() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PropertyPlaceholderAutoConfiguration.class,
                        TaskExecutionAutoConfiguration.class,
                        ThreadletsAutoConfiguration.class,
                        ThreadletsContextAutoConfiguration.class,
                        ThreadletsAnnotationAutoConfiguration.class));
    }

    /** Until nothing waits, and each work that was accepted has ended. */
    public static void awaitRest(ApplicationContext context) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            for (ThreadletQueue queue : context.getBean(ThreadletQueues.class)) {
                final QueueSnapshot now = queue.snapshot();
                assertThat(now.queued()).isZero();
                assertThat(now.submitted())
                        .as(now.toString())
                        .isEqualTo(now.succeeded() + now.failed() + now.dequeued());
            }
        });
    }
}

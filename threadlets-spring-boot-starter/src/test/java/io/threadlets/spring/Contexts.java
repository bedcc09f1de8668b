package io.threadlets.spring;

import io.threadlets.spring.autoconfigure.ThreadletsAnnotationAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
}

package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * An application that can run on a class path of its own: starts, as a web application where it can be one, offloads a
 * call, and tells which beans it has.
 */
public class SmallApplication implements Callable<List<String>> {
    public SmallApplication() {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Threadlet(queue = "disk", timeout = "1h")
        public String thread() {
            return Thread.currentThread().getName();
        }
    }

    @Override
    public List<String> call() {
        if (ClassUtils.isPresent(Tomcat.HANDLERS, null)) {
            Tomcat.keepOutOfTheJvm();
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .registerShutdownHook(false) // it would keep the class loader
                .properties(
                        "server.port=0",
                        "threadlets.queues.disk.max-threads=1",
                        "management.endpoints.web.exposure.include=threadlets")
                .run()) {
            assertThat(context.getBean(Application.class).thread()).isEqualTo("disk-1");
            return List.of(context.getBeanDefinitionNames());
        }
    }

    /** Apart, since it may be absent. */
    private static final class Tomcat {
        private static final String HANDLERS = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";

        /** Else the first Tomcat registers itself with the JVM, and that of the next class path cannot. */
        private static void keepOutOfTheJvm() {
            TomcatURLStreamHandlerFactory.disable();
        }
    }
}

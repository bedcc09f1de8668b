package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application that can run on a class path of its own: starts, offloads a call, and tells which beans it has. */
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
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false) // it would keep the class loader
                .properties(
                        "threadlets.queues.disk.max-threads=1", "management.endpoints.web.exposure.include=threadlets")
                .run()) {
            assertThat(context.getBean(Application.class).thread()).isEqualTo("disk-1");
            return List.of(context.getBeanDefinitionNames());
        }
    }
}

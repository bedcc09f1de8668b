package io.threadlets.benchmarks.limit;

import io.threadlets.spring.Threadlet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Who is compared. Each is an application of its own with the same method. */
enum Limited {
    /** {@code @Threadlet} on a bounded queue of virtual threads. */
    THREADLETS(
            QueueApplication.class,
            Map.of(
                    "threadlets.queues.limited.thread-type",
                    "virtual",
                    "threadlets.queues.limited.max-threads",
                    Limited.LIMIT,
                    "threadlets.queues.limited.capacity",
                    Limited.CAPACITY,
                    "threadlets.propagate-context",
                    false)),

    /** {@code @Async} with a virtual thread for each call, and {@code @ConcurrencyLimit}, at which it waits. */
    CONCURRENCY_LIMIT(
            LimitApplication.class, Map.of("spring.threads.virtual.enabled", true, "threadlets.enabled", false));

    /** How many calls may run at once. */
    static final int LIMIT = 8;

    /** How many may wait in the queue; nothing bounds them elsewhere. */
    static final int CAPACITY = 20_000;

    private final Class<?> application;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes them
    private final Map<String, Object> properties;

    Limited(Class<?> application, Map<String, Object> properties) {
        this.application = application;
        this.properties = properties;
    }

    /** Starts the application. */
    ConfigurableApplicationContext open() {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(Map.of("spring.main.banner-mode", "off"))
                .properties(properties)
                .run();
    }

    /** The method that is called: the same for both, but for the annotations on it. */
    interface Service {
        /**
         * Runs a body.
         *
         * @param body what to run on the thread of the call
         * @return a future that is done when the body has ended
         */
        CompletableFuture<Boolean> call(Runnable body);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class QueueApplication {
        @Bean
        Service service() {
            return new QueueService();
        }
    }

    static class QueueService implements Service {
        @Override
        @Threadlet("limited")
        public CompletableFuture<Boolean> call(Runnable body) {
            body.run();
            return CompletableFuture.completedFuture(true);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @EnableResilientMethods
    static class LimitApplication {
        @Bean
        Service service() {
            return new LimitService();
        }
    }

    static class LimitService implements Service {
        @Override
        @Async
        @ConcurrencyLimit(LIMIT)
        public CompletableFuture<Boolean> call(Runnable body) {
            body.run();
            return CompletableFuture.completedFuture(true);
        }
    }
}

package io.threadlets.benchmarks.calls;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Calls of {@link Async} methods. Boot binds the executor's meters by itself. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync(proxyTargetClass = true)
class AsyncApplication {
    private static final String PROPAGATE = "spring.task.execution.propagate-context";

    static Map<String, Object> properties(With with) {
        return Map.of(
                "spring.task.execution.pool.core-size",
                Calls.THREADS,
                "spring.task.execution.pool.max-size",
                Calls.THREADS,
                "spring.task.execution.pool.queue-capacity",
                Calls.CAPACITY,
                "spring.task.execution.thread-name-prefix",
                Calls.POOL + "-",
                PROPAGATE,
                with == With.CONTEXT_AND_METRICS,
                "threadlets.enabled",
                false);
    }

    @Bean
    Service service() {
        return new AsyncService();
    }

    /** The logging context, which Boot leaves to the application. */
    @Bean
    @ConditionalOnBooleanProperty(PROPAGATE)
    TaskDecorator loggingContext() {
        return task -> {
            final Map<String, String> context = MDC.getCopyOfContextMap();
            if (context == null) {
                return task;
            }
            return () -> {
                MDC.setContextMap(context);
                try {
                    task.run();
                } finally {
                    MDC.clear();
                }
            };
        };
    }

    static class AsyncService implements Service {
        @Override
        @Async
        public CompletableFuture<Thread> future(String argument) {
            return CompletableFuture.completedFuture(Thread.currentThread());
        }

        @Override
        @Async
        public CompletableFuture<CallerContext.Seen> context() {
            return CompletableFuture.completedFuture(CallerContext.Seen.here());
        }
    }
}

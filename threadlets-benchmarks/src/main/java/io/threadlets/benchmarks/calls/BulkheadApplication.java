package io.threadlets.benchmarks.calls;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.common.bulkhead.configuration.ThreadPoolBulkheadConfigCustomizer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls of {@link Bulkhead} methods with a pool of threads. Resilience4j binds its meters by itself. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BulkheadApplication {
    /** The application's own: Resilience4j leaves it to the application to say what is carried. */
    private static final String PROPAGATE = "benchmark.propagate-context";

    static Map<String, Object> properties(With with) {
        final String bulkhead = "resilience4j.thread-pool-bulkhead.instances." + Calls.POOL;
        return Map.of(
                bulkhead + ".core-thread-pool-size",
                Calls.THREADS,
                bulkhead + ".max-thread-pool-size",
                Calls.THREADS,
                bulkhead + ".queue-capacity",
                Calls.CAPACITY,
                PROPAGATE,
                with == With.CONTEXT_AND_METRICS,
                "threadlets.enabled",
                false);
    }

    @Bean
    Service service() {
        return new BulkheadService();
    }

    @Bean
    @ConditionalOnBooleanProperty(PROPAGATE)
    ThreadPoolBulkheadConfigCustomizer context() {
        return ThreadPoolBulkheadConfigCustomizer.of(
                Calls.POOL,
                builder -> builder.contextPropagator(new LoggingContextPropagator(), new SnapshotPropagator()));
    }

    static class BulkheadService implements Service {
        @Override
        @Bulkhead(name = Calls.POOL, type = Bulkhead.Type.THREADPOOL)
        public CompletableFuture<Thread> future(String argument) {
            return CompletableFuture.completedFuture(Thread.currentThread());
        }

        @Override
        @Bulkhead(name = Calls.POOL, type = Bulkhead.Type.THREADPOOL)
        public CompletableFuture<CallerContext.Seen> context() {
            return CompletableFuture.completedFuture(CallerContext.Seen.here());
        }
    }
}

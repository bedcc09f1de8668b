package io.threadlets.benchmarks.calls;

import io.threadlets.spring.Threadlet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls of {@link Threadlet} methods. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ThreadletApplication {
    /** The starter carries the whole context and binds its meters by itself, where that is not switched off. */
    static Map<String, Object> properties(With with) {
        final String queue = "threadlets.queues." + Calls.POOL;
        return Map.of(
                queue + ".min-threads",
                Calls.THREADS,
                queue + ".max-threads",
                Calls.THREADS,
                queue + ".capacity",
                Calls.CAPACITY,
                queue + ".prestart", // the others start a thread with each of the first calls
                true,
                "threadlets.propagate-context",
                with == With.CONTEXT_AND_METRICS);
    }

    @Bean
    Service service() {
        return new ThreadletService();
    }

    static class ThreadletService implements Service {
        @Override
        @Threadlet(Calls.POOL)
        public CompletableFuture<Thread> future(String argument) {
            return CompletableFuture.completedFuture(Thread.currentThread());
        }

        @Override
        @Threadlet(Calls.POOL)
        public CompletableFuture<CallerContext.Seen> context() {
            return CompletableFuture.completedFuture(CallerContext.Seen.here());
        }

        @Override
        @Threadlet(Calls.POOL)
        public Thread plain(String argument) {
            return Thread.currentThread();
        }
    }
}

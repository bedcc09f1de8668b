package io.threadlets.benchmarks.calls;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who is compared. Each is an application of its own, whose pool has as many threads and as much room as the others';
 * all else is as it comes.
 */
public enum Caller {
    /** {@code @Threadlet} on a method that returns a future. */
    THREADLETS(ThreadletApplication.class) {
        @Override
        Map<String, Object> properties(With with) {
            return ThreadletApplication.properties(with);
        }
    },

    /** {@code @Threadlet} on a method that returns a plain value, for which the caller waits. No peer has that. */
    THREADLETS_PLAIN(ThreadletApplication.class) {
        @Override
        Map<String, Object> properties(With with) {
            return ThreadletApplication.properties(with);
        }

        @Override
        Thread await(Service service, String argument) {
            return service.plain(argument);
        }
    },

    /** Spring's {@code @Async}, with the {@code ThreadPoolTaskExecutor} that Boot makes for it. */
    ASYNC(AsyncApplication.class) {
        @Override
        Map<String, Object> properties(With with) {
            return AsyncApplication.properties(with);
        }
    },

    /** Resilience4j's thread-pool bulkhead, by its annotation. */
    BULKHEAD(BulkheadApplication.class) {
        @Override
        Map<String, Object> properties(With with) {
            return BulkheadApplication.properties(with);
        }
    };

    private final Class<?> application;

    Caller(Class<?> application) {
        this.application = application;
    }

    abstract Map<String, Object> properties(With with);

    /** Calls once and waits for the value. */
    Thread await(Service service, String argument) {
        return call(service, argument).join();
    }

    /** Calls once and does not wait. */
    final CompletableFuture<Thread> call(Service service, String argument) {
        return service.future(argument);
    }

    /**
     * Starts the application.
     *
     * @param with what is switched on in it
     * @return the application, ready to be called
     */
    final Calls open(With with) {
        return Calls.open(this, application, with);
    }
}

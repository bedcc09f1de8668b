package io.threadlets.jdbc;

import io.threadlets.spring.store.StoreInstances;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** When calls are run again that have failed. */
class BackoffTests extends StoreInstances {
    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application.properties(
                "threadlets.queues.jobs.store=jdbc", "spring.datasource.url=jdbc:h2:mem:backoff;DB_CLOSE_DELAY=-1");
    }

    @Test
    void callWhoseAttemptHasFailedHereDoesNotWaitForThePollWhenItIsDue() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        start("threadlets.jdbc.poll-interval=1h").run("a");
        soon().until(() -> script.told().size() == 1);
    }
}

package io.threadlets.jdbc;

import io.threadlets.spring.store.StoredCallsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The contract of stores, on H2 in a file. */
class H2StoreTests extends StoredCallsContract {
    @TempDir
    private Path folder;

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application.properties(
                "threadlets.queues.jobs.store=jdbc",
                "threadlets.jdbc.poll-interval=50ms",
                "spring.datasource.url=jdbc:h2:file:" + folder.resolve("calls") + ";WRITE_DELAY=0");
    }
}

package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs scans on a queue of their own. Were they to run on {@code disk}, they would take the threads that they wait for.
 */
@Component
class Walker {

    @Threadlet("walk")
    CompletableFuture<@Nullable Void> walk(ScanRun scan) {
        scan.run();
        return CompletableFuture.completedFuture(null);
    }
}

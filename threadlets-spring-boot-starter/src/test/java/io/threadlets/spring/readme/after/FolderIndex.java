package io.threadlets.spring.readme.after;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

@Service
class FolderIndex {
    @Threadlet(queue = "reports", timeout = "5m")
    public CompletableFuture<Integer> index(List<Path> files, Consumer<Path> step) {
        int done = 0;
        for (Path file : files) {
            if (ThreadletCall.current().isCancelled()) {
                break; // cancelled, or timed out: nobody waits any more
            }
            step.accept(file);
            done++;
        }
        return CompletableFuture.completedFuture(done);
    }
}

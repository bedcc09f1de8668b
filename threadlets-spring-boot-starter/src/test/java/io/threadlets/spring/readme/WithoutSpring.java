package io.threadlets.spring.readme;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import java.nio.file.Files;
import java.nio.file.Path;

/** The README's use of the core alone. */
final class WithoutSpring {
    private WithoutSpring() {}

    static ThreadletFuture<byte[]> readAndCancel(Path path) {
        ThreadletQueue disk =
                ThreadletQueue.builder("disk").maxThreads(16).capacity(1_000).build();
        ThreadletFuture<byte[]> bytes = disk.submit(() -> Files.readAllBytes(path));
        bytes.cancel(true); // takes the task off the queue, or interrupts the thread that runs it
        disk.close();
        return bytes;
    }
}

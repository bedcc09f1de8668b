package io.threadlets;

import java.time.Duration;

/** Shuts down and waits. */
final class Closing {
    private Closing() {}

    /** Refuses to wait on a thread of the engine, which would wait for itself. */
    static void close(Engine engine) {
        engine.shutdown();
        if (engine.isOnThisThread()) {
            throw new IllegalStateException("Queue '" + engine.name() + "' was closed on its own thread '"
                    + Thread.currentThread().getName()
                    + "', which would wait for itself: use shutdown() there. The queue is shut down.");
        }
        boolean interrupted = false;
        while (!engine.isTerminated()) {
            try {
                engine.awaitTermination(Duration.ofDays(1));
            } catch (InterruptedException e) {
                if (!interrupted) {
                    engine.shutdownNow();
                }
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

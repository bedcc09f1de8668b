package io.threadlets.benchmarks;

import java.util.Objects;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's pool, with its own queue and defaults, but without reserved threads: those serve another way in than
 * {@code execute}, and are what forbids a pool of one thread. It is no executor service, and stops in its own way.
 */
final class JettyPool implements Pool {
    private final PoolThreads threads = new PoolThreads();
    private final QueuedThreadPool jetty;

    JettyPool(Shape shape) {
        jetty =
                new QueuedThreadPool(
                        shape.threads(),
                        Math.max(1, shape.minThreads()),
                        Math.toIntExact(shape.idleTimeout().toMillis())) {
                    @Override
                    public Thread newThread(Runnable body) {
                        return threads.known(Objects.requireNonNull(super.newThread(body)));
                    }
                };
        jetty.setDaemon(true);
        jetty.setReservedThreads(0);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's pool does not start.", e);
        }
    }

    @Override
    public void start(Task task) {
        jetty.execute(task);
    }

    @Override
    public int threads() {
        return threads.alive();
    }

    @Override
    public boolean isQuiet() {
        return threads.areWaiting();
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's pool does not stop.", e);
        }
        threads.awaitEnd();
    }
}

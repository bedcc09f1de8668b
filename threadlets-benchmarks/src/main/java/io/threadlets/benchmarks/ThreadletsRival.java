package io.threadlets.benchmarks;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** A queue with as many threads at least as at most. */
final class ThreadletsRival implements Rival {
    private final ThreadletQueue queue;
    private final int most;

    private ThreadletsRival(ThreadletQueue queue, int most) {
        this.queue = queue;
        this.most = most;
    }

    static Rival of(RivalShape shape) {
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("benchmark")
                .maxThreads(shape.threads())
                .idleTimeout(Duration.ofMinutes(10))
                .capacity(shape.capacity())
                .onFull(shape.onFull());
        if (shape.kind() == ThreadKind.VIRTUAL) {
            builder.virtualThreads(true);
        } else {
            builder.threadFactory(shape.factory());
        }
        return new ThreadletsRival(builder.build(), shape.threads());
    }

    @Override
    public void start(Task task) {
        queue.submit((ThreadletWork) task);
    }

    @Override
    public Future<?> submit(Callable<?> task) {
        return queue.submit(task);
    }

    @Override
    public void prestart() {
        queue.resize(most, most);
    }

    @Override
    public int threads() {
        return queue.snapshot().cur();
    }

    @Override
    public boolean isIdle(int threads) {
        final QueueSnapshot now = queue.snapshot();
        return now.cur() == threads && now.idle() == threads;
    }

    @Override
    public long numbers() {
        final QueueSnapshot now = queue.snapshot();
        return now.cur() + now.idle() + now.queued() + now.succeeded() + now.largest();
    }

    @Override
    public void pause() {
        queue.pause();
    }

    @Override
    public void shrink() {
        queue.resize(0, 1);
    }

    @Override
    public void shutdown() {
        queue.shutdown();
    }

    @Override
    public void awaitTermination() {
        try {
            if (!queue.awaitTermination(Duration.ofMinutes(10))) {
                throw new IllegalStateException("Not ended within 10 minutes: " + queue.snapshot());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of a queue.", e);
        }
    }

    boolean owns(Thread thread) {
        return queue.owns(thread);
    }
}

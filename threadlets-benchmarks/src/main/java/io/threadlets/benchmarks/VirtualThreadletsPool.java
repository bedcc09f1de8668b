package io.threadlets.benchmarks;

import io.threadlets.DequeueResult;
import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;

/** A queue that makes its own virtual threads, so that nobody but itself can say what they do. */
final class VirtualThreadletsPool implements Pool {
    private final ThreadletQueue queue;

    VirtualThreadletsPool(Shape shape) {
        queue = ThreadletQueue.builder("benchmark")
                .minThreads(shape.minThreads())
                .maxThreads(shape.threads())
                .idleTimeout(shape.idleTimeout())
                .virtualThreads(true)
                .build();
    }

    @Override
    public void start(Task task) {
        queue.submit((ThreadletWork) task);
    }

    @Override
    public boolean takeBack(Task task) {
        return queue.dequeue(task) == DequeueResult.DEQUEUED;
    }

    @Override
    public int threads() {
        return queue.snapshot().cur();
    }

    @Override
    public boolean isQuiet() {
        final QueueSnapshot now = queue.snapshot();
        return now.queued() == 0 && now.idle() == now.cur();
    }

    @Override
    public void close() {
        queue.close();
    }
}

package io.threadlets;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What listeners hear must add up as well, since metrics are made of it. */
final class AllocationListener implements ThreadletListener {
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();

    @Override
    public void submitted(ThreadletWork work) {
        waiting.incrementAndGet();
    }

    @Override
    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
        waiting.decrementAndGet();
    }

    @Override
    public void dequeued(ThreadletWork work, long waitedNanos) {
        waiting.decrementAndGet();
    }

    @Override
    public void threadStarted(Thread thread) {
        threads.incrementAndGet();
    }

    @Override
    public void threadStopped(Thread thread) {
        threads.decrementAndGet();
    }

    List<String> imbalance() {
        final List<String> wrong = new ArrayList<>();
        if (threads.get() != 0) {
            wrong.add("threads heard to start and not to stop: " + threads);
        }
        return wrong;
    }
}

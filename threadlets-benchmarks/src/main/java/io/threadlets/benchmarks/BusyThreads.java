package io.threadlets.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Threads that do nothing but use a processor, as whatever else runs on a machine does. */
final class BusyThreads implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean closed;

    BusyThreads(int count) {
        for (int i = 0; i < count; i++) {
            final Thread thread = new Thread(this::spin, "busy-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    int count() {
        return threads.size();
    }

    private void spin() {
        while (!closed) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (final Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while busy threads should end.", e);
            }
        }
    }
}

package io.threadlets;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that begin when somebody lends them his own: so a test decides who runs a worker's life, and when, and pays
 * for no thread.
 */
final class LentThreads implements ThreadFactory {
    private final Queue<Runnable> lives = new ConcurrentLinkedQueue<>();

    @Override
    public Thread newThread(Runnable life) {
        return new Thread(life) {
            @Override
            public synchronized void start() {
                lives.add(life);
            }
        };
    }

    /** Is the next thread that was started, until that thread ends; false if there is none. */
    boolean runNext() {
        final Runnable life = lives.poll();
        if (life == null) {
            return false;
        }
        life.run();
        return true;
    }

    void runAll() {
        while (runNext()) {}
    }
}

package io.threadlets.jdbc;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which db-scheduler takes rows and says that an instance lives. Daemons, and never interrupted: an
 * interrupt while a file of H2 is read would close the database for everybody.
 */
final class StoreThreads {
    private StoreThreads() {}

    private static ThreadFactory factory(String prefix) {
        final AtomicInteger number = new AtomicInteger();
        return task -> {
            final Thread thread = new Thread(null, task, prefix + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes rows. */
    static final class Poller extends ThreadPoolExecutor {
        private final Runnable wakeUp;

        /** @param wakeUp ends the waiting for the next look */
        Poller(String queue, Runnable wakeUp) {
            super(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    factory("threadlets-jdbc-" + queue + "-poll-"));
            this.wakeUp = wakeUp;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            wakeUp.run();
            return List.of();
        }
    }

    /** Says that this instance lives, and looks for those that do not. */
    static final class Housekeeper extends ScheduledThreadPoolExecutor {
        private static final int THREADS = 3;

        Housekeeper(String queue) {
            super(
                    THREADS,
                    factory("threadlets-jdbc-" + queue + "-house-"),
                    new DiscardPolicy()); // of a queue that stops
            setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return List.of();
        }
    }
}

package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Does things later, for one context. One thread watches the time, and does nothing that may block; what is an
 * application's (the stages of a future that timed out) has threads of its own, so that none holds up another.
 */
public final class Deadlines {
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** So many stages of an application may block at once; there is one for each future that timed out. */
    private static final int MOST_THREADS = 1_000;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadletQueue threads;

    /** Starts no thread yet. The threads will have the calling thread's context class loader. */
    Deadlines() {
        final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, loader));
        this.timer.setRejectedExecutionHandler(new DiscardPolicy()); // of a context that has ended: its queues refuse
        this.timer.setRemoveOnCancelPolicy(true); // else each call would be kept until its time
        this.timer.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        this.timer.allowCoreThreadTimeOut(true);
        this.threads = ThreadletQueue.builder("threadlets-deadline")
                .maxThreads(MOST_THREADS)
                .build();
    }

    private static Thread daemon(Runnable task, @Nullable ClassLoader loader) {
        final Thread thread = new Thread(null, task, "threadlets-timer", 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    /**
     * Does something later.
     *
     * @param nanos when
     * @param task what; must not block
     * @return to call it off
     */
    public Future<?> in(long nanos, Runnable task) {
        return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Does something again and again, each time a while after it has ended.
     *
     * @param every the while
     * @param task what; may block
     */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the context
    public void each(Duration every, Runnable task) {
        final AtomicBoolean isRunning = new AtomicBoolean();
        final Runnable once = () -> {
            try {
                task.run();
            } finally {
                isRunning.set(false);
            }
        };
        timer.scheduleWithFixedDelay(
                () -> {
                    if (isRunning.compareAndSet(false, true)) {
                        now(once);
                    }
                },
                every.toNanos(),
                every.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * Does something at once, on another thread if there is one to be had.
     *
     * @param task what; may block
     */
    public void now(Runnable task) {
        try {
            threads.executor().execute(task);
        } catch (RejectedExecutionException noThread) {
            task.run();
        }
    }

    /** Nothing is done again and again any more; what was to be done once still is, or called off. Does not wait. */
    void close() {
        timer.shutdown();
        threads.shutdown();
    }
}

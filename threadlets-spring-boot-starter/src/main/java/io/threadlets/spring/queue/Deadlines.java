package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does things later, for one context. One thread watches the time and does nothing else; what is to be done may be an
 * application's (the stages of a future that timed out), and so has threads of its own: none holds up another.
 */
public final class Deadlines {
    private static final Duration IDLE = Duration.ofSeconds(10);

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
        this.threads = ThreadletQueue.builder("threadlets-deadline").build();
    }

    private static Thread daemon(Runnable task, @Nullable ClassLoader loader) {
        final Thread thread = new Thread(task, "threadlets-timer");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    /**
     * Does something later.
     *
     * @param nanos when
     * @param task what; may block
     * @return to call it off
     */
    public Future<?> in(long nanos, Runnable task) {
        return timer.schedule(() -> now(task), nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Does something again and again, each time a while after it has ended.
     *
     * @param every the while
     * @param task what; must not block
     */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the context
    void each(Duration every, Runnable task) {
        timer.scheduleWithFixedDelay(task, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Does something at once, on another thread.
     *
     * @param task what; may block
     */
    public void now(Runnable task) {
        threads.executor().execute(task);
    }

    /** What was to be done later is not done. Does not wait. */
    void close() {
        timer.shutdownNow();
        threads.shutdown();
    }
}

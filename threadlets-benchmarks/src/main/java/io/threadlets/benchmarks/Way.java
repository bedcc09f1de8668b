package io.threadlets.benchmarks;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ways of submitting, for those who count bytes. What is submitted has no fields, and where it need not be a new
 * object each time, it is always the same one, so that only what the pool adds is counted.
 */
@SuppressWarnings("FutureReturnValueIgnored") // they are returned, but as mere objects
public enum Way {
    /** {@code ThreadletQueue.submit(ThreadletWork)} of works that exist before. */
    THREADLETS_WORK {
        @Override
        Door open(int threads, int tasks) {
            final Work[] works = new Work[tasks];
            for (int i = 0; i < tasks; i++) {
                works[i] = new Work();
            }
            final ThreadletQueue queue = queue(threads);
            return new Door(queue.executor(), i -> submitted(queue, works[i]));
        }
    },

    /** {@code ThreadletQueue.submit(ThreadletWork)} of a new work each time. */
    THREADLETS_NEW_WORK {
        @Override
        Door open(int threads, int tasks) {
            final ThreadletQueue queue = queue(threads);
            return new Door(queue.executor(), i -> submitted(queue, new Work()));
        }
    },

    /** {@code ThreadletQueue.executor().execute(Runnable)}. */
    THREADLETS_EXECUTE {
        @Override
        Door open(int threads, int tasks) {
            return executing(queue(threads).executor());
        }
    },

    /** {@code ThreadletQueue.submit(Callable)}, whose future is kept. */
    THREADLETS_CALLABLE {
        @Override
        Door open(int threads, int tasks) {
            final ThreadletQueue queue = queue(threads);
            return new Door(queue.executor(), i -> queue.submit(CALLABLE));
        }
    },

    /** {@code ThreadPoolExecutor.execute(Runnable)}. */
    TPE_EXECUTE {
        @Override
        Door open(int threads, int tasks) {
            return executing(threadPoolExecutor(threads));
        }
    },

    /** {@code ThreadPoolExecutor.submit(Callable)}, whose future is kept. */
    TPE_CALLABLE {
        @Override
        Door open(int threads, int tasks) {
            final ExecutorService executor = threadPoolExecutor(threads);
            return new Door(executor, i -> executor.submit(CALLABLE));
        }
    },

    /** {@code ThreadPoolExecutor.submit(Runnable)}, whose future is kept. */
    TPE_RUNNABLE {
        @Override
        Door open(int threads, int tasks) {
            final ExecutorService executor = threadPoolExecutor(threads);
            return new Door(executor, i -> executor.submit(RUNNABLE));
        }
    };

    /** Where all tasks report their end; static, since they have no fields. */
    static final Countdown ENDS = new Countdown();

    private static final Runnable RUNNABLE = ENDS::down;
    private static final Callable<Boolean> CALLABLE = () -> {
        ENDS.down();
        return true;
    };

    /**
     * Starts a pool.
     *
     * @param threads how many it has
     * @param tasks how many will be submitted at once
     * @return the way into it
     */
    abstract Door open(int threads, int tasks);

    private static ThreadletQueue queue(int threads) {
        return ThreadletQueue.builder("benchmark")
                .minThreads(threads)
                .maxThreads(threads)
                .build();
    }

    private static ExecutorService threadPoolExecutor(int threads) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    private static ThreadletWork submitted(ThreadletQueue queue, ThreadletWork work) {
        queue.submit(work);
        return work;
    }

    private static Door executing(ExecutorService executor) {
        return new Door(executor, i -> {
            executor.execute(RUNNABLE);
            return null;
        });
    }

    /**
     * The way into a pool.
     *
     * @param executor the pool
     * @param submission submits the task of that number, and returns what its submitter holds then
     */
    record Door(ExecutorService executor, IntFunction<@Nullable Object> submission) implements AutoCloseable {
        @Nullable
        Object submit(int task) {
            return submission.apply(task);
        }

        @Override
        public void close() {
            executor.shutdown();
        }
    }

    private static final class Work extends ThreadletWork {
        @Override
        protected void run() {}

        @Override
        protected void completed(@Nullable Throwable failure) {
            ENDS.down();
        }
    }
}

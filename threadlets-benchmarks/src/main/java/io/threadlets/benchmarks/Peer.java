package io.threadlets.benchmarks;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.TaskQueue;
import org.jboss.threads.EnhancedQueueExecutor;

/** The pools that are compared. Each gets the same number of threads, and all else as it comes. */
public enum Peer {
    /** {@code ThreadletQueue.submit(ThreadletWork)}; the works are used again and again. */
    THREADLETS {
        @Override
        Pool open(Shape shape) {
            return ThreadletsPool.of(shape);
        }
    },

    /** {@code ThreadletQueue.executor().execute(Runnable)}. */
    THREADLETS_EXECUTOR {
        @Override
        Pool open(Shape shape) {
            return ThreadletsPool.ofExecutor(shape);
        }
    },

    /** {@code ThreadletQueue.submit(ThreadletWork)}, the queue's threads being virtual ones; Java 21 and later. */
    THREADLETS_VIRTUAL {
        @Override
        Pool open(Shape shape) {
            return new VirtualThreadletsPool(shape);
        }
    },

    /** {@link ThreadPoolExecutor} with a {@link LinkedBlockingQueue}: what {@code newFixedThreadPool} gives. */
    TPE_LINKED {
        @Override
        Pool open(Shape shape) {
            final PoolThreads threads = new PoolThreads();
            final ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    shape.threads(),
                    shape.threads(),
                    nanos(shape),
                    TimeUnit.NANOSECONDS,
                    new LinkedBlockingQueue<>(),
                    threads);
            executor.allowCoreThreadTimeOut(shape.minThreads() == 0);
            return new ExecutorPool(executor, threads, executor::remove);
        }
    },

    /**
     * {@link ThreadPoolExecutor} with a {@link SynchronousQueue}, as in {@code newCachedThreadPool} but with a limit.
     * When all threads are busy it would reject; the usual handler instead puts the task into the queue, which makes
     * the submitter wait for the next thread that is free. So nothing is ever queued, and submitters block.
     */
    TPE_SYNCHRONOUS {
        @Override
        Pool open(Shape shape) {
            final PoolThreads threads = new PoolThreads();
            final ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    shape.minThreads(),
                    shape.threads(),
                    nanos(shape),
                    TimeUnit.NANOSECONDS,
                    new SynchronousQueue<>(),
                    threads,
                    Peer::waitForThread);
            return new ExecutorPool(executor, threads);
        }
    },

    /**
     * Tomcat's copy of {@link ThreadPoolExecutor} with its {@link TaskQueue}, which starts threads before it queues.
     */
    TOMCAT {
        @Override
        Pool open(Shape shape) {
            final PoolThreads threads = new PoolThreads();
            final TaskQueue queue = new TaskQueue();
            final var executor = new org.apache.tomcat.util.threads.ThreadPoolExecutor(
                    shape.minThreads(), shape.threads(), nanos(shape), TimeUnit.NANOSECONDS, queue, threads);
            queue.setParent(executor);
            return new ExecutorPool(executor, threads);
        }
    },

    /** {@link ForkJoinPool} in its FIFO mode, which is the one for tasks that are not joined. */
    FORK_JOIN {
        @Override
        Pool open(Shape shape) {
            final PoolThreads threads = new PoolThreads();
            final ForkJoinPool executor = new ForkJoinPool(
                    shape.threads(),
                    pool -> threads.known(ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool)),
                    null,
                    /* asyncMode= */ true,
                    shape.minThreads(),
                    shape.threads(),
                    /* minimumRunnable= */ 1,
                    null,
                    nanos(shape),
                    TimeUnit.NANOSECONDS);
            return new ExecutorPool(executor, threads);
        }
    },

    /** {@link EnhancedQueueExecutor} of JBoss Threads, the pool under WildFly and Quarkus. */
    ENHANCED_QUEUE {
        @Override
        Pool open(Shape shape) {
            final PoolThreads threads = new PoolThreads();
            final EnhancedQueueExecutor executor = new EnhancedQueueExecutor.Builder()
                    .setCorePoolSize(shape.minThreads())
                    .setMaximumPoolSize(shape.threads())
                    .setKeepAliveTime(shape.idleTimeout())
                    .setThreadFactory(threads)
                    .setRegisterMBean(false)
                    .build();
            return new ExecutorPool(executor, threads);
        }
    },

    /** {@link org.eclipse.jetty.util.thread.QueuedThreadPool}. */
    JETTY {
        @Override
        Pool open(Shape shape) {
            return new JettyPool(shape);
        }
    },

    /** A virtual thread for each task and a semaphore; Java 21 and later. */
    VIRTUAL {
        @Override
        Pool open(Shape shape) {
            return new VirtualPool(shape);
        }
    },

    /** What the threadlets patch for QEMU (2010) does: one lock, one condition. */
    C_ALGORITHM {
        @Override
        Pool open(Shape shape) {
            return new CAlgorithmPool(shape);
        }
    },

    /** Bare {@code park} and {@code unpark}; takes one task at a time, so that only a hand-over can be measured. */
    PARK {
        @Override
        Pool open(Shape shape) {
            return new ParkPool(shape);
        }
    };

    /**
     * Starts a pool.
     *
     * @param shape its size
     * @return a pool that may not have started a thread yet
     */
    abstract Pool open(Shape shape);

    /** {@return whether this JVM has what the peer needs} */
    boolean isAvailable() {
        return VirtualPool.isAvailable() || (this != VIRTUAL && this != THREADLETS_VIRTUAL);
    }

    /** {@return whether a task is over in {@code completed} and not already at the end of {@code run}} */
    boolean endsInCompleted() {
        return this == THREADLETS || this == THREADLETS_VIRTUAL;
    }

    private static long nanos(Shape shape) {
        return shape.idleTimeout().toNanos();
    }

    static void waitForThread(Runnable task, ThreadPoolExecutor executor) {
        if (executor.isShutdown()) {
            throw new RejectedExecutionException("The executor is shut down.");
        }
        try {
            executor.getQueue().put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("Interrupted while waiting for a thread.", e);
        }
    }
}

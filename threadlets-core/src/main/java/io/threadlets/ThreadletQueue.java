package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO of works that may block, and the threads that run them. Safe from any thread. See {@link #executor()} too.
 *
 * <p>A submission claims an idle thread; where none is free and there are fewer than {@code maxThreads}, one is
 * started; only then does the work wait. Works start in the order in which they were accepted; with one thread, each
 * work's effects are visible to the next. A thread idle for {@code idleTimeout} exits if there are more than
 * {@code minThreads}. Works that wait for works of their own queue run them: see {@link ThreadletFuture}.
 *
 * <p>Not for work that keeps a processor busy, nor for work that must survive the process. A null argument is a
 * {@link NullPointerException}, one that breaks a rule an {@link IllegalArgumentException}. Only
 * {@link #awaitTermination}, {@link #close} and submissions under BLOCK or CALLER_RUNS ({@link OnFull}) block.
 */
public final class ThreadletQueue implements AutoCloseable {
    private final Engine engine;
    private final ExecutorService executor;
    private final boolean permanent; // nobody may shut it down for the others

    ThreadletQueue(Engine engine, boolean permanent) {
        this.engine = engine;
        this.permanent = permanent;
        this.executor = new ExecutorView(this, engine);
        engine.setQueue(this);
    }

    /**
     * {@return the JVM-wide queue {@code global}, made on first use: 64 daemon threads} Shutting it down has no effect.
     * Works begin with the system's class loader as context. The threads keep this library's: an application that is
     * deployed again and again in one JVM, with a copy of it, needs and closes a queue of its own.
     */
    public static ThreadletQueue global() {
        StackRoom.require();
        return GlobalQueue.get();
    }

    /**
     * {@return a builder of a private queue, with the defaults: 0 to 64 threads, 10 s idle timeout, no bound} Its
     * threads have the calling thread's context class loader. Their names do not look like that thread's: those of a
     * queue {@code main} that the thread {@code main} builds begin with {@code main-queue-}.
     *
     * @param name what people know the queue and its threads by; not blank
     */
    public static Builder builder(String name) {
        return new Builder(BuilderSettings.of(Arguments.requireText("name", name)));
    }

    /** {@return the queue's name} */
    public String name() {
        return engine.name();
    }

    /**
     * Submits a work. Does not wait for it, unless the calling thread is to run it ({@link OnFull}).
     *
     * @param work what to run
     * @throws IllegalStateException if the work is queued or running, here or on another queue
     * @throws ThreadletRejectedException if the queue does not accept it; the work is in the state that it had
     * @throws java.util.concurrent.CancellationException if interrupted while waiting for room; stays interrupted
     */
    public void submit(ThreadletWork work) {
        engine.submit(Objects.requireNonNull(work, "work"), null);
    }

    /**
     * As {@link #submit(ThreadletWork)}, with {@link ThreadletWork#completed} delivered on an executor.
     *
     * @param work what to run
     * @param home an event loop, for example. If it rejects, {@code completed} is called on the current thread, once
     */
    public void submit(ThreadletWork work, Executor home) {
        engine.submit(Objects.requireNonNull(work, "work"), Objects.requireNonNull(home, "home"));
    }

    /**
     * {@return the future of a callable; cancelling it dequeues or interrupts the task} Throws as for a work.
     *
     * @param task what to call; shown by its {@code toString} where its class has one, else by its class
     * @param <T> what it returns
     */
    public <T extends @Nullable Object> ThreadletFuture<T> submit(Callable<T> task) {
        final FutureWork<T> work = new FutureWork<>(Objects.requireNonNull(task, "task"));
        engine.submitFresh(work);
        return work.future();
    }

    /**
     * {@return as {@link #submit(Callable)}, for a runnable: completed with null when it has run}
     *
     * @param task what to run
     */
    public ThreadletFuture<@Nullable Void> submit(Runnable task) {
        return submit(new FutureWork.RunnableCall<@Nullable Void>(Objects.requireNonNull(task, "task"), null));
    }

    /**
     * {@return a future for a work, which {@link ThreadletWork#completed} should complete; a task's own} Cancelling it
     * takes the work back or interrupts its thread, completing it before the work began takes it back. Does not submit.
     *
     * @param work new, to be submitted to this queue; or one that was
     * @param <T> what the future is completed with
     */
    public <T extends @Nullable Object> ThreadletFuture<T> futureOf(ThreadletWork work) {
        return FutureWork.futureOf(Objects.requireNonNull(work, "work").boundTo(engine));
    }

    /**
     * {@return what was found: exactly one of this call and the thread that would run the work gets it} Takes a work
     * off this queue, if no thread has it yet, in the same short time however many are queued. That frees its place,
     * and {@link ThreadletWork#completed} has been called, or handed to its home, when this returns.
     *
     * @param work the work
     */
    public DequeueResult dequeue(ThreadletWork work) {
        return engine.dequeue(Objects.requireNonNull(work, "work"));
    }

    /**
     * Changes the sizes at once: higher ones start threads, for what waits or up to {@code minThreads}; lower ones let
     * idle threads exit now and busy ones as they finish. On a paused queue they act on {@link #resume}.
     *
     * @param minThreads at least 0
     * @param maxThreads at least 1 and at least {@code minThreads}
     */
    public void resize(int minThreads, int maxThreads) {
        Arguments.requireOrdered(name(), minThreads, maxThreads);
        engine.resize(minThreads, maxThreads);
    }

    /**
     * Changes how many works may be queued: more lets in at once who waits for room, less takes nothing back.
     *
     * @param works at least 0; {@code Integer.MAX_VALUE} is no bound
     */
    public void capacity(int works) {
        engine.changeCapacity(Arguments.requireAtLeast(0, "capacity", works));
    }

    /** {@return how long a thread above {@code minThreads} stays idle before it exits} */
    public Duration idleTimeout() {
        return engine.idleTimeout();
    }

    /**
     * Changes the idle timeout at once, also of threads that are idle.
     *
     * @param d more than zero
     */
    public void idleTimeout(Duration d) {
        engine.changeIdleTimeout(Arguments.requirePositive("idleTimeout", d));
    }

    /**
     * Starts no more works, as if {@code maxThreads} were 0, except those that have a thread already, and those that a
     * running work of the queue waits for. Works may still be queued, idle threads exit. No effect after shutdown.
     */
    public void pause() {
        engine.pause();
    }

    /** Ends a pause: brings the sizes back and starts what waits. */
    public void resume() {
        engine.resume();
    }

    /** {@return the numbers; {@code cur}, {@code idle} and {@code queued} from one atomic reading} */
    public QueueSnapshot snapshot() {
        return engine.snapshot();
    }

    /**
     * {@return what is being run, longest first, wherever it is} A work is listed until its thread is free again, which
     * it is not in {@link ThreadletWork#completed}. One that was submitted again from there may be listed twice.
     */
    public List<RunningWork> running() {
        return engine.running();
    }

    /**
     * {@return the works that wait for a thread, oldest first; weakly consistent}
     *
     * @param limit how many to list at most, at least 0
     */
    public List<QueuedWork> queued(int limit) {
        return engine.queued(Arguments.requireAtLeast(0, "limit", limit));
    }

    /**
     * {@return this queue in the shape of an {@link ExecutorService}, always the same: limits and life cycle are the
     * queue's} Its {@code shutdownNow} returns the runnables as they were given, and works as runnables that run them.
     */
    public ExecutorService executor() {
        return executor;
    }

    /** Accepts nothing more and finishes what it has, also if it is paused. Does not wait. */
    public void shutdown() {
        if (!permanent) {
            engine.shutdown();
        }
    }

    /**
     * {@return what had not begun, oldest first; each is DEQUEUED} As {@link #shutdown}, and interrupts what runs, in
     * {@code completed} too, if {@link ThreadletWork#isInterruptible}. After an error, call it again for the rest.
     */
    public List<ThreadletWork> shutdownNow() {
        return permanent ? List.of() : engine.shutdownNow();
    }

    /**
     * {@return whether the queue is shut down, and each work (but for its home executor) and each thread has ended}
     *
     * @param timeout how long to wait for that at most
     * @throws InterruptedException if interrupted meanwhile
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return engine.awaitTermination(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * {@return whether a thread is one of this queue's; a caller that runs a work itself is not}
     *
     * @param thread any thread; it takes the same short time however many there are
     */
    public boolean owns(Thread thread) {
        return engine.owns(Objects.requireNonNull(thread, "thread"));
    }

    /** {@return whether the queue accepts nothing more} */
    public boolean isShutdown() {
        return engine.isShutdown();
    }

    /** {@return whether {@link #awaitTermination} would not wait} */
    public boolean isTerminated() {
        return engine.isTerminated();
    }

    /**
     * Shuts down and waits for termination; if interrupted meanwhile, does as {@link #shutdownNow}, goes on waiting,
     * and leaves the interrupt status set. No effect on the global queue. In a work of this queue it shuts down and
     * throws an {@link IllegalStateException}.
     */
    @Override
    public void close() {
        if (!permanent) {
            Closing.close(engine);
        }
    }

    @Override
    public String toString() {
        return engine.snapshot().toString();
    }

    /** Settings of a queue to be, for one thread. What breaks a rule is an {@link IllegalArgumentException}. */
    public static final class Builder {
        final BuilderSettings settings;

        Builder(BuilderSettings settings) {
            this.settings = settings;
        }

        /**
         * {@return this} The threads that stay once they were started.
         *
         * @param n at least 0, the default
         */
        public Builder minThreads(int n) {
            settings.minThreads = Arguments.requireAtLeast(0, "minThreads", n);
            return this;
        }

        /**
         * {@return this} The most threads at once.
         *
         * @param n at least 1; 64 by default
         */
        public Builder maxThreads(int n) {
            settings.maxThreads = Arguments.requireAtLeast(1, "maxThreads", n);
            return this;
        }

        /**
         * {@return this} How long a thread above {@code minThreads} stays idle before it exits.
         *
         * @param d more than zero; 10 s by default
         */
        public Builder idleTimeout(Duration d) {
            settings.idleTimeout = Arguments.requirePositive("idleTimeout", d);
            return this;
        }

        /**
         * {@return this} How many works may be queued, beside those that a thread has or is claimed for.
         *
         * @param works at least 0; {@code Integer.MAX_VALUE}, the default, is no bound
         */
        public Builder capacity(int works) {
            settings.capacity = Arguments.requireAtLeast(0, "capacity", works);
            return this;
        }

        /**
         * {@return this} What a submission does beyond the capacity.
         *
         * @param policy {@link OnFull#REJECT} by default
         */
        public Builder onFull(OnFull policy) {
            settings.onFull = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * {@return this} Whether to start {@code minThreads} threads at once. Does not fail for one that cannot be
         * started.
         *
         * @param b false by default
         */
        public Builder prestart(boolean b) {
            settings.prestart = b;
            return this;
        }

        /**
         * {@return this} Where threads come from, daemons or not. Called by several threads at once.
         *
         * @param f makes a new, unstarted thread for each call
         */
        public Builder threadFactory(ThreadFactory f) {
            settings.threadFactory = Objects.requireNonNull(f, "threadFactory");
            return this;
        }

        /**
         * {@return this} What threads' names begin with, before a number; those of a {@link #threadFactory} too.
         *
         * @param s by default the queue's name and a dash, and the factory's own names
         */
        public Builder threadNamePrefix(String s) {
            settings.threadNamePrefix = Arguments.requireText("threadNamePrefix", s);
            return this;
        }

        /**
         * {@return this} Whether the queue's threads are virtual ones.
         *
         * @param b false by default; true needs Java 21
         */
        public Builder virtualThreads(boolean b) {
            settings.virtualThreads = VirtualThreads.requireSupported(b);
            return this;
        }

        /**
         * {@return this} Adds somebody who hears of what goes on.
         *
         * @param l called after those added before
         */
        public Builder listener(ThreadletListener l) {
            settings.listeners.add(Objects.requireNonNull(l, "listener"));
            return this;
        }

        /**
         * {@return this} Whether to keep submission and start times, for listeners and listings.
         *
         * @param on by default only with a listener
         */
        public Builder times(boolean on) {
            settings.times = on;
            return this;
        }

        /**
         * {@return this} Sets what a rejection by the full queue says is to be changed, where sizes are set elsewhere.
         *
         * @param whenFull a sentence or more; by default it names the methods of this builder
         */
        public Builder advice(String whenFull) {
            settings.advice = Arguments.requireText("advice", whenFull);
            return this;
        }

        /** {@return a new queue; each call makes another one with the same settings} */
        public ThreadletQueue build() {
            return new ThreadletQueue(settings.newEngine(), false);
        }
    }
}

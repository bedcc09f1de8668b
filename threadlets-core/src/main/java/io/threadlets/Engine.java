package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread runs which work when. The methods are those of {@link ThreadletQueue}, with arguments already
 * checked; the rules are given there. The queue does not know how it is decided.
 */
interface Engine {
    String name();

    void submit(ThreadletWork work, @Nullable Executor home);

    /** As {@link #submit}, for a work that nobody else has yet. */
    void submitFresh(ThreadletWork work);

    /**
     * The same for a submitter that does not wait for ever.
     *
     * @param patience for how many nanoseconds the submitter still waits for room, asked whenever it wakes up; then it
     *     is refused
     */
    void submitFresh(ThreadletWork work, LongSupplier patience);

    DequeueResult dequeue(ThreadletWork work);

    void resize(int minThreads, int maxThreads);

    /** Changes how many works may wait. */
    void changeCapacity(int works);

    Duration idleTimeout();

    void changeIdleTimeout(Duration timeout);

    void pause();

    void resume();

    QueueSnapshot snapshot();

    List<RunningWork> running();

    List<QueuedWork> queued(int limit);

    void shutdown();

    List<ThreadletWork> shutdownNow();

    boolean awaitTermination(Duration timeout) throws InterruptedException;

    boolean isShutdown();

    boolean isTerminated();

    /** Whether the calling thread is one of this engine's, or runs a work of it. */
    boolean isOnThisThread();

    boolean owns(Thread thread);

    /** Starts threads up to the least number. */
    void prestart();

    /** The queue that hands on to this engine; futures find their way back through it. Written once, by that queue. */
    ThreadletQueue queue();

    void setQueue(ThreadletQueue queue);

    /** Runs a work now, if it waits here: for a thread that {@linkplain #isOnThisThread runs works} of this engine. */
    void runInPlace(ThreadletWork work);

    /** Interrupts the thread of the run with that number, whose body cannot end meanwhile. */
    void interruptRun(int number);
}

package io.threadlets;

import org.jspecify.annotations.Nullable;

/**
 * Hears what goes on in a queue. Called on the thread where it happens, by many threads at once; times are in
 * nanoseconds, and 0 where the queue keeps none. What a listener throws goes to the current thread's uncaught-exception
 * handler and harms nothing; a listener that blocks holds up the work or the submission that it hears of.
 */
public interface ThreadletListener {
    /**
     * A work was accepted. Comes before {@link #started} of the same submission. It may be refused after all, where no
     * thread can be started for it or the queue is stopped at that moment: {@link #rejected} follows then, or, where
     * memory runs out, nothing.
     *
     * @param work the work
     */
    default void submitted(ThreadletWork work) {}

    /**
     * As {@link #submitted(ThreadletWork)}, with the queue's load, from one atomic reading, and the time. Calling
     * {@link ThreadletQueue#snapshot} or a clock here instead would make each submission slower. By default leaves
     * these out.
     *
     * @param work the work
     * @param busy the threads that have a work or are claimed for one, {@code cur - idle} of a {@link QueueSnapshot}
     * @param queued the works that wait, this one included unless there is a thread for it
     * @param nanoTime when, by {@link System#nanoTime}; 0 where the queue keeps no times
     */
    default void submitted(ThreadletWork work, int busy, int queued, long nanoTime) {
        submitted(work);
    }

    /**
     * A submitter has waited for room ({@link OnFull#BLOCK}). Comes before {@link #submitted} or {@link #rejected} of
     * the same submission; not for one that found room at once.
     *
     * @param work the work
     * @param blockedNanos how long its submitter has waited, with or without success
     */
    default void blocked(ThreadletWork work, long blockedNanos) {}

    /**
     * A thread is about to run a work.
     *
     * @param work the work
     * @param waitedNanos from its acceptance until now
     */
    default void started(ThreadletWork work, long waitedNanos) {}

    /**
     * A work ended, before its {@link ThreadletWork#completed} is called. Also called, without {@link #started}, for an
     * accepted work that fails since no thread could be started for it.
     *
     * @param work the work
     * @param ranNanos how long its body ran
     * @param failure what it threw, or null
     */
    default void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {}

    /**
     * A work was taken back before it began.
     *
     * @param work the work
     * @param waitedNanos from its acceptance until now
     */
    default void dequeued(ThreadletWork work, long waitedNanos) {}

    /**
     * A work was not accepted.
     *
     * @param work the work
     * @param why what its submitter is told
     */
    default void rejected(ThreadletWork work, ThreadletRejectedException why) {}

    /**
     * A thread of the queue began. Called on that thread.
     *
     * @param thread the thread
     */
    default void threadStarted(Thread thread) {}

    /**
     * A thread of the queue is about to end. Called on that thread.
     *
     * @param thread the thread
     */
    default void threadStopped(Thread thread) {}
}

package io.threadlets;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of one work on one thread. Made by the engine when it gives the work to the thread, with the work RUNNING.
 *
 * <p>Invariant: an interrupt sent by {@link #interrupt} is seen by this run's body or by nobody; whatever flag the
 * body, a listener or {@code completed} leaves is gone before the thread takes its next work.
 */
final class WorkRun {
    private final ThreadletWork work;
    private final Thread thread;
    private final QueueConfig config;
    private final int word;
    private final long startedNanos;
    private final long waitedNanos;

    WorkRun(ThreadletWork work, Thread thread, QueueConfig config) {
        this.work = work;
        this.thread = thread;
        this.config = config;
        this.startedNanos = config.now();
        this.waitedNanos = startedNanos - work.submittedNanos();
        this.word = work.start(thread);
    }

    /**
     * Runs the work to its end, on the queue's thread.
     *
     * @param account counts the outcome; called before the final state can be seen
     */
    void execute(Consumer<@Nullable Throwable> account) {
        run(account);
        Thread.interrupted();
    }

    /**
     * Runs the work to its end on a thread that is not the queue's, whose own interrupts are kept for it.
     *
     * @param enclosing the run on this thread from within which this one was submitted, if any; an interrupt that was
     *     meant for both is kept for it
     */
    void executeInCaller(Consumer<@Nullable Throwable> account, @Nullable WorkRun enclosing) {
        boolean interrupted = Thread.interrupted();
        final boolean before = enclosing != null && enclosing.work.wasInterrupted();
        try {
            interrupted |= run(account);
        } finally {
            if (interrupted || (enclosing != null && !before && enclosing.work.wasInterrupted())) {
                thread.interrupt();
            }
        }
    }

    /** Interrupts this run; does nothing once it is over. */
    void interrupt() {
        work.interrupt(word);
    }

    boolean isOn(Thread candidate) {
        return thread == candidate;
    }

    RunningWork describe(long nowNanos) {
        final Duration elapsed = config.elapsed(startedNanos, nowNanos);
        return new RunningWork(
                work,
                Descriptions.of(work),
                thread,
                QueueConfig.ago(elapsed),
                config.times() ? Duration.ofNanos(waitedNanos) : null,
                elapsed);
    }

    /** Runs the work; says whether the flag was set at the start or the end, and not by {@link #interrupt}. */
    private boolean run(Consumer<@Nullable Throwable> account) {
        config.listeners().started(work, waitedNanos);
        final boolean stray = dropStrayInterrupt();
        Throwable failure = null;
        try {
            work.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        final long ranNanos = config.now() - startedNanos;
        account.accept(failure);
        final boolean interruptedHere = work.finish(word);
        final boolean interrupted = Thread.interrupted();
        final Executor home = work.home();
        work.end(failure == null);
        config.listeners().finished(work, ranNanos, failure);
        Completion.deliver(work, home, failure);
        return stray || (interrupted && !interruptedHere);
    }

    /** Clears a flag that was set for anything but this run; returns whether there was one. */
    private boolean dropStrayInterrupt() {
        if (!Thread.interrupted()) {
            return false;
        }
        if (work.wasInterrupted()) {
            thread.interrupt();
            return false;
        }
        return true;
    }
}

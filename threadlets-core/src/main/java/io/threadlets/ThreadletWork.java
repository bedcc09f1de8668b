package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Work that can be queued. Subclass it and keep the work's own data in the subclass.
 *
 * <p>A work goes NEW, QUEUED, RUNNING, and then SUCCEEDED or FAILED; or from QUEUED to DEQUEUED. In one of these last
 * three it may be submitted again, to any queue, so that one object can serve request after request. While it is QUEUED
 * or RUNNING a submission is an {@link IllegalStateException} and harms nothing.
 *
 * <p><b>Who may touch the work's data.</b> What the submitting thread did before the submission happens-before
 * {@link #run}; what {@code run} did happens-before {@link #completed} of the same submission, and before whatever a
 * thread does that has seen a final {@link #state} or got {@link DequeueResult#FINISHED}. So from the submission until
 * {@code completed} the data belongs to {@code run}, and then to {@code completed}; whoever else wants it meanwhile
 * needs its own synchronization. All methods of this class may be called from any thread.
 *
 * <p>The idea is that of a struct which embeds its {@code ThreadletWork} in the threadlets patch for QEMU (2010,
 * docs/async-support.txt), where {@code container_of} leads from the work to the data.
 */
public abstract class ThreadletWork {
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(ThreadletWork.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** State and turn, see {@link WorkWord}. Transitions that two threads may want at once are a CAS. */
    private volatile int word;

    /** The engine of the last submission. Written by who claimed the work. */
    private volatile @Nullable Engine owner;

    /** Where {@link #completed} is delivered; null: on the thread at hand. Written while claimed, like the next two. */
    private @Nullable Executor home;

    private long submittedNanos;

    /** The engine's own note of where the work is queued. Written and read by that engine alone. */
    private @Nullable Object place;

    /** Whom to interrupt. Written before RUNNING and after FINISHING, read while INTERRUPTING. */
    private @Nullable Thread runner;

    /** What became of a work. */
    public enum State {
        /** Never submitted. */
        NEW,
        /** Accepted by a queue, and waiting for a thread. */
        QUEUED,
        /** On a thread, or about to be. */
        RUNNING,
        /** {@link ThreadletWork#run} returned. */
        SUCCEEDED,
        /** {@link ThreadletWork#run} threw, or no thread could be started for the work. */
        FAILED,
        /** Taken back before it began. */
        DEQUEUED
    }

    /** A work that was never submitted. */
    protected ThreadletWork() {}

    /**
     * The blocking part. Called on a thread of the queue, whose interrupt status is clear.
     *
     * @throws Exception whatever ends the work FAILED; it reaches {@link #completed}
     */
    protected abstract void run() throws Exception;

    /**
     * What is to be done when the work has ended. Called exactly once for each accepted submission, after the state is
     * final: on the home executor where one was given, else on the thread that brought the final state, which is the
     * queue's, for a dequeued work the one that dequeued it, and for {@link OnFull#CALLER_RUNS} the caller's. The work
     * may be submitted again from here. What it throws goes to the current thread's uncaught-exception handler.
     *
     * <p>By default, hands a failure that is no {@link CancellationException} to that handler as well.
     *
     * @param failure what {@link #run} threw; a {@code CancellationException} when the work was dequeued; null when it
     *     succeeded
     */
    protected void completed(@Nullable Throwable failure) {
        if (failure != null && !(failure instanceof CancellationException)) {
            Uncaught.report(failure);
        }
    }

    /**
     * Where the work stands.
     *
     * @return the state; may have changed by the time it is looked at, unless it is a final one
     */
    public final State state() {
        return WorkWord.state(word);
    }

    /**
     * What people are shown of this work, in listings and messages. Called on any thread, also while the work runs;
     * should be quick.
     *
     * @return the class's name, unless overridden
     */
    public String describe() {
        return getClass().getName();
    }

    /**
     * A work that runs a runnable. Shown by the runnable's {@code toString} where its class has one, else by its class.
     *
     * @param task what to run
     * @return a new work
     */
    public static ThreadletWork of(Runnable task) {
        return new RunnableWork(Objects.requireNonNull(task, "task"));
    }

    // ---- what the engines need ----

    /** Whether nobody wants the result any more, so that the body need not run. */
    boolean isObsolete() {
        return false;
    }

    /** The work as one that only runs it, for those who count in runnables. */
    Runnable asRunnable() {
        return new WorkRunnable(this);
    }

    final int word() {
        return word;
    }

    final @Nullable Engine owner() {
        return owner;
    }

    final @Nullable Executor home() {
        return home;
    }

    final @Nullable Object place() {
        return place;
    }

    final long submittedNanos() {
        return submittedNanos;
    }

    /** What a work goes back to if its submission is refused after all. */
    record Before(int phase, @Nullable Engine owner) {}

    /**
     * Reserves the work for a submission. Until {@link #enqueue}, {@link #start} or {@link #release} nobody else does
     * anything with it. Null if it is queued or running somewhere.
     */
    final @Nullable Before claim(Engine by, @Nullable Executor home, long nanos) {
        final int before = word;
        if (!WorkWord.isSubmittable(before) || !WORD.compareAndSet(this, before, WorkWord.nextTurn(before))) {
            return null;
        }
        final Engine ownerBefore = owner;
        this.owner = by;
        this.home = home;
        this.submittedNanos = nanos;
        return new Before(WorkWord.phase(before), ownerBefore);
    }

    /** CLAIMED to QUEUED, in a place of which the engine keeps a note here until the work is queued no more. */
    final void enqueue(Object place) {
        this.place = place;
        word = WorkWord.withPhase(word, WorkWord.QUEUED);
    }

    /** CLAIMED or QUEUED back to what it was before {@link #claim}: the submission was refused after all. */
    final void release(Before before) {
        owner = before.owner();
        home = null;
        place = null;
        word = WorkWord.withPhase(word, before.phase());
    }

    /**
     * CLAIMED or QUEUED to RUNNING on a thread.
     *
     * @return the word while it runs, which {@link #interrupt} and {@link #finish} want
     */
    final int start(Thread thread) {
        runner = thread;
        place = null;
        final int running = WorkWord.withPhase(word, WorkWord.RUNNING);
        word = running;
        return running;
    }

    /** QUEUED to DEQUEUED. */
    final void markDequeued() {
        home = null;
        place = null;
        word = WorkWord.withPhase(word, WorkWord.DEQUEUED);
    }

    /** QUEUED to FAILED: there is nobody to run it. */
    final void markFailed() {
        home = null;
        place = null;
        word = WorkWord.withPhase(word, WorkWord.FAILED);
    }

    /** Interrupts the thread that runs this turn of the work; does nothing if that run is over. */
    final void interrupt(int running) {
        final int interrupting = WorkWord.withPhase(running, WorkWord.INTERRUPTING);
        final int interrupted = WorkWord.withPhase(running, WorkWord.INTERRUPTED);
        if (WORD.compareAndSet(this, running, interrupting) || WORD.compareAndSet(this, interrupted, interrupting)) {
            try {
                Objects.requireNonNull(runner).interrupt();
            } finally {
                word = interrupted;
            }
        }
    }

    /** Interrupts the thread that runs the work now, if one does. */
    final void interruptRunning() {
        final int now = word;
        if (WorkWord.state(now) == State.RUNNING) {
            interrupt(WorkWord.withPhase(now, WorkWord.RUNNING));
        }
    }

    /** Whether {@link #interrupt} has reached this run; waits for one that is on its way. */
    @SuppressWarnings("ThreadPriorityCheck") // whoever interrupts is between two instructions, and needs a processor
    final boolean wasInterrupted() {
        int now = word;
        while (WorkWord.phase(now) == WorkWord.INTERRUPTING) {
            Thread.yield();
            now = word;
        }
        return WorkWord.phase(now) == WorkWord.INTERRUPTED;
    }

    /**
     * RUNNING or INTERRUPTED to FINISHING: from here on no interrupt is sent. Called by the runner.
     *
     * @return whether this run was interrupted by {@link #interrupt}
     */
    final boolean finish(int running) {
        final int finishing = WorkWord.withPhase(running, WorkWord.FINISHING);
        boolean interrupted = false;
        while (!WORD.compareAndSet(
                this, interrupted ? WorkWord.withPhase(running, WorkWord.INTERRUPTED) : running, finishing)) {
            interrupted = wasInterrupted();
        }
        runner = null;
        return interrupted;
    }

    /** FINISHING to SUCCEEDED or FAILED: the work may be submitted again. */
    final void end(boolean success) {
        home = null;
        word = WorkWord.withPhase(word, success ? WorkWord.SUCCEEDED : WorkWord.FAILED);
    }

    /** For a work that was found queued or running; it may have ended since. */
    final IllegalStateException notSubmittable(Engine to) {
        final State found = state() == State.QUEUED ? State.QUEUED : State.RUNNING;
        final Engine on = owner;
        return new IllegalStateException(
                "Work '" + Descriptions.of(this) + "' cannot be submitted to queue '" + to.name()
                        + "': it is " + found + " on queue '" + (on == null ? to.name() : on.name())
                        + "'. Wait until it has completed, or use another work.");
    }
}

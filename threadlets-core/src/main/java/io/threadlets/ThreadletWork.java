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
    private static final VarHandle WORD = Fields.handle(MethodHandles.lookup(), "word", int.class);
    private static final VarHandle OWNER = Fields.handle(MethodHandles.lookup(), "owner", Engine.class);

    // Two fields, so that a work with one of its own takes 24 bytes: what else belongs to a submission is kept
    // elsewhere.

    /** State and turn, see {@link WorkWord}. Transitions that two threads may want at once are a CAS. */
    private volatile int word;

    /**
     * The engine of the last submission; null before the first. Written, before the word, by who may write that; so
     * whoever sees the word has seen its owner, and who then finds the word unchanged has seen no other.
     */
    @SuppressWarnings("unused") // through OWNER
    private @Nullable Engine owner;

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
        /** Taken off the queue before it began. */
        DEQUEUED
    }

    /** A work that was never submitted. */
    protected ThreadletWork() {}

    /**
     * The blocking part. Called on a thread of the queue, or on one that runs the work itself ({@link OnFull}, or in
     * place of waiting for it). The thread's interrupt status is clear, and its context class loader is that of the
     * queue; one that the work sets is taken away when the work has ended.
     *
     * @throws Exception whatever ends the work FAILED; it reaches {@link #completed}
     */
    protected abstract void run() throws Exception;

    /**
     * What is to be done when the work has ended. Called exactly once for each accepted submission, after the state is
     * final: on the home executor if one was given; else for a dequeued work on the thread that dequeued it, and for
     * any other work on the thread that ran it, one of the queue's or a caller's. The thread is not free before this
     * returns. The work may be submitted again from here. What it throws goes to the current thread's
     * uncaught-exception handler.
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
     * Called when somebody cancels or completes the future of this work ({@link ThreadletQueue#futureOf}), the thread
     * that runs it included: before the work is taken back, or its thread interrupted. By default does nothing. Should
     * be quick.
     */
    protected void abandoned() {}

    /**
     * Whether the thread that runs this work may be interrupted: by {@code cancel(true)} of its future, and by
     * {@link ThreadletQueue#shutdownNow}. If not, the body goes on to its end; the future is cancelled all the same.
     * Called on any thread; must be quick and must not throw.
     *
     * @return true, unless overridden
     */
    protected boolean isInterruptible() {
        return true;
    }

    /**
     * Where those {@code …Async} stages of this work's future ({@link ThreadletQueue#futureOf}) run that are given no
     * executor, and those of stages derived from it.
     *
     * @param queue an executor that hands to the work's queue
     * @return that executor, unless overridden; should hand to it
     */
    protected Executor stageExecutor(Executor queue) {
        return queue;
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

    /**
     * Says where the work will be submitted, for its future: the first queue that is asked, until it is submitted. A
     * CAS, as it may be submitted elsewhere meanwhile.
     */
    final ThreadletWork boundTo(Engine engine) {
        OWNER.compareAndSet(this, (Engine) null, engine);
        return this;
    }

    /** The queue of the last submission, or of the one to come; there is one when anybody has the work's future. */
    final ThreadletQueue queue() {
        return Objects.requireNonNull(owner(), "a future without a queue").queue();
    }

    /** Somebody is to hear of the end of this work, which begins: it is to be described as before then. */
    void watch() {}

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

    /** Acquire: pairs with the release of {@link #setOwner}. */
    final @Nullable Engine owner() {
        return (Engine) OWNER.getAcquire(this);
    }

    /**
     * Release is enough: the word, which readers look at first, is written after it. Not written where it is the same:
     * to write a reference costs more than to look.
     */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    private void setOwner(Engine next) {
        if (owner != next) {
            OWNER.setRelease(this, next);
        }
    }

    /** Release is enough for a word that only its writer may change now: it publishes, and waits for nothing. */
    private void setWordRelease(int next) {
        WORD.setRelease(this, next);
    }

    /**
     * Reserves the work for a submission.
     *
     * @return the word before, for {@link #release}; -1 if it is queued or running somewhere
     */
    final int claim() {
        final int before = word;
        return WorkWord.isSubmittable(before) && WORD.compareAndSet(this, before, WorkWord.nextTurn(before))
                ? before
                : -1;
    }

    /** As {@link #claim}, of a work that only the calling thread has. */
    final int claimFresh() {
        final int before = word;
        setWordRelease(WorkWord.nextTurn(before));
        return before;
    }

    /** CLAIMED to QUEUED at a position; returns the word. */
    final int enqueue(Engine by, long position) {
        final int queued = WorkWord.queuedAt(position);
        setOwner(by);
        setWordRelease(queued);
        return queued;
    }

    /** CLAIMED to DEFERRED. */
    final void defer(Engine by) {
        setOwner(by);
        setWordRelease(WorkWord.withPhase(word, WorkWord.DEFERRED));
    }

    /** CLAIMED or DEFERRED to DEQUEUING. Volatile: who cancels a task sees this, or {@link #isObsolete} sees that. */
    final void take() {
        word = WorkWord.withPhase(word, WorkWord.DEQUEUING);
    }

    /** CLAIMED back to what it was before {@link #claim}: the submission was refused. */
    final void release(int before) {
        setWordRelease(WorkWord.withPhase(word, WorkWord.phase(before)));
    }

    /** DEQUEUING back to what it was before {@link #claim}: the submission was refused after all. */
    final void release(int before, @Nullable Engine ownerBefore) {
        if (ownerBefore != null) { // else somebody may have its future by now, which needs a queue
            setOwner(ownerBefore);
        }
        release(before);
    }

    /** Whether the work waits at this position, on that engine. */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    final boolean waitsAt(Engine engine, long position) {
        return word == WorkWord.queuedAt(position) && owner() == engine;
    }

    /**
     * QUEUED, as the word says, to STARTING. Tries without looking first: the word is that most of the time.
     *
     * @return false if that is not the word, or the work waits on another engine
     */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    final boolean tryStart(Engine engine, int queued) {
        if (!WORD.compareAndSet(this, queued, WorkWord.withPhase(queued, WorkWord.STARTING))) {
            return false;
        }
        if (owner() == engine) {
            return true;
        }
        setWordRelease(queued); // the same word elsewhere (W3): as if it had not been touched
        return false;
    }

    /**
     * As {@link #tryStart}, and then to DEQUEUING. Not at once, since it may be the wrong queue; who pops a work that
     * is DEQUEUING leaves it to who dequeues it ({@link WorkSegment}).
     */
    final boolean tryDequeue(Engine engine, int queued) {
        final boolean taken = tryStart(engine, queued);
        if (taken) {
            setWordRelease(WorkWord.withPhase(queued, WorkWord.DEQUEUING));
        }
        return taken;
    }

    /**
     * STARTING or DEQUEUING to RUNNING, on the run with that number.
     *
     * @return the word while it runs, which {@link #interrupt} and {@link #finish} want
     */
    final int begin(Engine by, int run) {
        final int running = WorkWord.runningOn(run);
        setOwner(by);
        setWordRelease(running);
        return running;
    }

    /** Interrupts the thread that runs this turn of the work; false if that run is over, or somebody else does so. */
    final boolean interrupt(int running) {
        final int interrupting = WorkWord.withPhase(running, WorkWord.INTERRUPTING);
        final int interrupted = WorkWord.withPhase(running, WorkWord.INTERRUPTED);
        if (WORD.compareAndSet(this, running, interrupting) || WORD.compareAndSet(this, interrupted, interrupting)) {
            Throwable failure = null; // of a thread of its own kind, or of what it waits in
            try {
                final Engine by = owner();
                if (by != null) {
                    by.interruptRun(WorkWord.turn(running));
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
            word = interrupted;
            Uncaught.report(failure);
            return true;
        }
        return false;
    }

    /** Interrupts the body, if it runs, on behalf of a future, which is about to be cancelled. */
    void interruptForCancel() {
        if (!isInterruptible()) {
            return;
        }
        final int now = awaitDecided();
        if (WorkWord.isInBody(now)) {
            interrupt(WorkWord.withPhase(now, WorkWord.RUNNING));
        }
    }

    /** Interrupts the body if it is run there; says whether that was so. */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    final boolean interruptOn(Engine engine, int run) {
        final int running = WorkWord.runningOn(run);
        final int now = awaitDecided();
        return WorkWord.isInBody(now)
                && WorkWord.withPhase(now, WorkWord.RUNNING) == running
                && owner() == engine
                && interrupt(running);
    }

    /** The word, once nobody is between two phases that last a few instructions. */
    final int awaitDecided() {
        int now = word;
        for (int tries = 0; WorkWord.isBetween(now); tries++) {
            Patience.pause(tries);
            now = word;
        }
        return now;
    }

    /**
     * Whether {@link #interrupt} has reached this run; waits for one that is on its way, which may take as long as the
     * thread's own {@code interrupt} does. Called by the runner, whose flag means nothing then and may be cleared.
     */
    final boolean wasInterrupted() {
        int now = word;
        for (int tries = 0; WorkWord.phase(now) == WorkWord.INTERRUPTING; tries++) {
            Thread.interrupted(); // else pausing would be spinning
            Patience.pause(tries);
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
        return interrupted;
    }

    /** FINISHING, STARTING or DEQUEUING to a final phase: the work may be submitted again. */
    final void end(int phase) {
        setWordRelease(WorkWord.withPhase(word, phase));
    }

    /** For a work that was found queued or running; it may have ended since. */
    final IllegalStateException notSubmittable(Engine to) {
        final int now = word;
        final State found = WorkWord.state(now) == State.QUEUED ? State.QUEUED : State.RUNNING;
        final Engine on = WorkWord.phase(now) == WorkWord.CLAIMED ? null : owner();
        return new IllegalStateException(
                "Work '" + Descriptions.of(this) + "' cannot be submitted to queue '" + to.name()
                        + "': it is " + found
                        + (on == null ? " by a submission that is under way" : " on queue '" + on.name() + "'")
                        + ". Wait until it has completed, or use another work.");
    }
}

package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one thread runs: one work after another, so that a run allocates nothing.
 *
 * <p>Invariant: an interrupt sent by {@link #interrupt} is seen by that run's body or by nobody; whatever flag the
 * body, a listener or {@code completed} leaves is gone before the thread takes its next work.
 *
 * <p>Fields are written by that thread alone. Others may look at any time; what they see belongs together if the stage
 * was the same before and after.
 */
final class WorkRun {
    private static final VarHandle STAGE;
    private static final VarHandle SUCCEEDED;
    private static final VarHandle FAILED;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAGE = lookup.findVarHandle(WorkRun.class, "stage", long.class).withInvokeExactBehavior();
            SUCCEEDED =
                    lookup.findVarHandle(WorkRun.class, "succeeded", long.class).withInvokeExactBehavior();
            FAILED = lookup.findVarHandle(WorkRun.class, "failed", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // The low bits of the stage; the others count.
    private static final int RESTING = 0;
    private static final int LOOKING = 1;
    private static final int RUNNING = 2;
    private static final int STAGE_BITS = 2;
    private static final int STAGE_MASK = (1 << STAGE_BITS) - 1;

    private final QueueConfig config;
    private final Thread thread;
    private final BiConsumer<WorkRun, @Nullable Throwable> account;

    private volatile long stage;

    /** Where the work is: it stays there until its body has ended. Null for a submitter's run. */
    private @Nullable WorkSegment segment;

    private int slot;

    /** The work of a run that is not in a list. */
    private @Nullable ThreadletWork apart;

    private @Nullable Executor home;
    private long submittedNanos;
    private long startedNanos;
    private long order;
    private int word;

    // How the runs ended, before anybody can see the final state.
    private long succeeded;
    private long failed;

    /** @param account counts the outcome of a run; called before the final state can be seen */
    WorkRun(QueueConfig config, Thread thread, BiConsumer<WorkRun, @Nullable Throwable> account) {
        this.config = config;
        this.thread = thread;
        this.account = account;
    }

    Thread thread() {
        return thread;
    }

    /** Release is enough: who reads a stage has seen what was written before it. */
    private void setStageRelease(int next) {
        STAGE.setRelease(this, (((stage >>> STAGE_BITS) + 1) << STAGE_BITS) | next);
    }

    /** Says that the thread is about to look for a work: seen by who closes the list after the thread took one. */
    void look() {
        setStageRelease(LOOKING);
    }

    /** Says that the thread has no work and looks for none. */
    void rest() {
        setStageRelease(RESTING);
    }

    /** Where the last work was, and the next may be. For the thread alone. */
    @Nullable
    WorkSegment segment() {
        return segment;
    }

    /** Takes over a work that is STARTING, with what belongs to its submission. */
    void acceptFrom(WorkSegment from, long position) {
        if (segment != from) { // to write a reference costs more than to look
            segment = from;
        }
        slot = WorkSegment.slot(position);
        home = from.takeHome(slot);
        submittedNanos = from.submittedNanos(slot);
        order = position;
    }

    /** Takes over a work that is CLAIMED, and in no list. */
    void accept(ThreadletWork claimed, @Nullable Executor to, long nanos, long place) {
        apart = claimed;
        home = to;
        submittedNanos = nanos;
        order = place;
    }

    /** Makes the accepted work RUNNING. */
    void begin(ThreadletWork accepted, Engine by) {
        startedNanos = config.now();
        setStageRelease(RUNNING);
        word = accepted.begin(by);
    }

    /** Counts an outcome; opaque is enough, since the work's final word is released after it. */
    void count(@Nullable Throwable failure) {
        if (failure == null) {
            SUCCEEDED.setOpaque(this, succeeded + 1);
        } else {
            FAILED.setOpaque(this, failed + 1);
        }
    }

    long succeeded() {
        return (long) SUCCEEDED.getOpaque(this);
    }

    long failed() {
        return (long) FAILED.getOpaque(this);
    }

    /** Lets go of the work; returns its home. */
    private @Nullable Executor leave() {
        setStageRelease(RESTING);
        final Executor to = home;
        if (to != null) {
            home = null;
        }
        if (apart != null) {
            apart = null;
        } else if (segment != null) {
            segment.clear(slot);
        }
        return to;
    }

    /** Ends the accepted work without having run it. */
    void endUnbegun(ThreadletWork unbegun, int phase, Throwable why) {
        final Executor to = leave();
        unbegun.end(phase);
        tellUnbegun(config, unbegun, to, submittedNanos, phase, why);
    }

    /** Tells of a work that has ended before it began: DEQUEUED, or FAILED. */
    static void tellUnbegun(
            QueueConfig config,
            ThreadletWork work,
            @Nullable Executor home,
            long submittedNanos,
            int phase,
            Throwable why) {
        if (phase == WorkWord.DEQUEUED) {
            config.listeners().dequeued(work, config.now() - submittedNanos);
        } else {
            config.listeners().finished(work, 0, why);
        }
        Completion.deliver(work, home, why);
    }

    /** Runs the work to its end, on the queue's thread. */
    void execute(ThreadletWork begun) {
        run(begun);
        Thread.interrupted();
    }

    /**
     * Runs a work to its end on a thread that is not the queue's, whose own interrupts are kept for it.
     *
     * @param enclosing the work on this thread from within which this one was submitted, if any; an interrupt that was
     *     meant for both is kept for it
     * @param begin begins the work; an interrupt that comes from then on is for it
     */
    void executeInCaller(ThreadletWork accepted, @Nullable ThreadletWork enclosing, Runnable begin) {
        boolean interrupted = Thread.interrupted();
        final boolean before = enclosing != null && enclosing.wasInterrupted();
        begin.run();
        try {
            interrupted |= run(accepted);
        } finally {
            if (interrupted || (enclosing != null && !before && enclosing.wasInterrupted())) {
                thread.interrupt();
            }
        }
    }

    /** Runs the work; says whether the flag was set at the start or the end, and not by {@link #interrupt}. */
    private boolean run(ThreadletWork begun) {
        final Listeners listeners = config.listeners();
        if (!listeners.isEmpty()) {
            listeners.started(begun, startedNanos - submittedNanos);
        }
        final boolean stray = dropStrayInterrupt(begun);
        Throwable failure = null;
        try {
            begun.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        final long ranNanos = listeners.isEmpty() ? 0 : config.now() - startedNanos; // nobody else asks
        final boolean interruptedHere = begun.finish(word);
        final boolean interrupted = Thread.interrupted();
        final Executor to = leave();
        account.accept(this, failure);
        begun.end(failure == null ? WorkWord.SUCCEEDED : WorkWord.FAILED);
        if (!listeners.isEmpty()) {
            listeners.finished(begun, ranNanos, failure);
        }
        Completion.deliver(begun, to, failure);
        return stray || (interrupted && !interruptedHere);
    }

    /** Clears a flag that was set for anything but this run; returns whether there was one. */
    private boolean dropStrayInterrupt(ThreadletWork begun) {
        if (!Thread.interrupted()) {
            return false;
        }
        if (begun.wasInterrupted()) {
            thread.interrupt();
            return false;
        }
        return true;
    }

    // ---- for others ----

    /** What a run had at one moment. */
    private record Look(ThreadletWork work, int word, long started, long submitted) {}

    /** What the run has now; null if it has no work. */
    private @Nullable Look look(long seen) {
        final WorkSegment in = segment;
        final ThreadletWork alone = apart;
        final Object item = alone != null || in == null ? alone : in.itemAcquire(slot);
        final long started = startedNanos;
        final long submitted = submittedNanos;
        if (!(item instanceof ThreadletWork work)) {
            return null;
        }
        final int now = work.word();
        VarHandle.acquireFence();
        return stage == seen ? new Look(work, now, started, submitted) : null;
    }

    /** Waits for a thread that is between two stages, or has just gone on. */
    @SuppressWarnings("ThreadPriorityCheck") // it needs a processor
    private @Nullable Look look(boolean alsoIfTaking) {
        while (true) {
            final long seen = stage;
            final int now = (int) seen & STAGE_MASK;
            if (now == RESTING || (now == LOOKING && !alsoIfTaking)) {
                return null;
            }
            final Look look = now == RUNNING ? look(seen) : null;
            if (look != null) {
                return look;
            }
            Thread.yield();
        }
    }

    /** The work whose body the thread is in. */
    @Nullable
    ThreadletWork current() {
        final Look look = look(false);
        return look == null ? null : look.work();
    }

    /** Where the run stands in the order of starting. */
    long order() {
        return config.times() ? startedNanos : order;
    }

    /** Interrupts what is being run, or about to be; does nothing if that is over. */
    void interrupt() {
        final Look look = look(true);
        if (look != null) {
            final int now = look.work().awaitDecided();
            if (WorkWord.isInBody(now) && WorkWord.turn(now) == WorkWord.turn(look.word())) {
                look.work().interrupt(WorkWord.withPhase(now, WorkWord.RUNNING));
            }
        }
    }

    /** What is being run; null if nothing is. */
    @Nullable
    RunningWork describe(long nowNanos) {
        final Look look = look(false);
        if (look == null) {
            return null;
        }
        final Duration elapsed = config.elapsed(look.started(), nowNanos);
        return new RunningWork(
                look.work(),
                Descriptions.of(look.work()),
                thread,
                QueueConfig.ago(elapsed),
                config.times() ? Duration.ofNanos(look.started() - look.submitted()) : null,
                elapsed);
    }
}

package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread runs: one work after another, so that a run allocates nothing.
 *
 * <p>Invariant: an interrupt for a work is seen by that work's body or by nobody; whatever flag the body, a listener or
 * {@code completed} leaves is gone before the thread takes its next work.
 *
 * <p>Fields are written by that thread alone. Others may look at any time; what they see belongs together if the stage
 * was the same before and after.
 */
final class WorkRun {
    private static final VarHandle STAGE = Fields.handle(MethodHandles.lookup(), "stage", long.class);

    // The low bits of the stage; the others count.
    private static final int RESTING = 0;
    private static final int LOOKING = 1;
    private static final int RUNNING = 2;
    private static final int COMPLETING = 3;
    private static final int STAGE_BITS = 2;
    private static final int STAGE_MASK = (1 << STAGE_BITS) - 1;

    private final Engine engine;
    private final QueueConfig config;
    private final Thread thread;
    private final ThreadKey key;
    private final RunNesting nesting;
    private final Kind kind;
    private final boolean isOnQueueThread;
    private final BooleanSupplier stopped;
    private final @Nullable ClassLoader contextClassLoader;
    private final Counters counters;
    private final Deferrals.@Nullable Line deferred;

    private volatile long stage;

    /** The run's number in {@link Runs}, and whether it counts outcomes itself. Written when it is entered there. */
    private int number;

    private boolean countsItself;

    /** Where the work is: it stays there until it has completed. Null for a run apart. */
    private @Nullable WorkSegment segment;

    private int slot;

    /** The work of a run that is not in a list. */
    private @Nullable ThreadletWork apart;

    private @Nullable Executor home;
    private long submittedNanos;
    private long startedNanos;
    private long order;
    private int word;

    // How its works ended, before anybody can see their final state. Written by the thread alone: no shared counter.
    final AtomicLong succeeded = new AtomicLong();
    final AtomicLong failed = new AtomicLong();

    /** Whose run it is. */
    enum Kind {
        /** One thread's of the queue. */
        THREAD,
        /** A submitter's, which runs its work itself. */
        CALLER,
        /** Of a work that somebody waits for who runs works of its queue. */
        IN_PLACE,
        /** Of works that no thread could be had for, on a thread of the library's own. */
        ORPHANS
    }

    /** For the calling thread. */
    WorkRun(AtomicState state, Kind kind) {
        this(state.engine, state.config, kind, state.counters, state.isStopped);
    }

    /** @param stopped whether the queue is stopped: who stops it and does not see a run is seen to have stopped it */
    WorkRun(Engine engine, QueueConfig config, Kind kind, Counters counters, BooleanSupplier stopped) {
        this.engine = engine;
        this.config = config;
        this.thread = Thread.currentThread();
        this.key = new ThreadKey(thread);
        this.nesting = new RunNesting(this);
        this.kind = kind;
        this.isOnQueueThread =
                kind == Kind.THREAD || kind == Kind.ORPHANS || ThreadRuns.find(engine, Kind.THREAD) != null;
        this.contextClassLoader = kind == Kind.THREAD
                ? thread.getContextClassLoader()
                : config.threads().contextClassLoader();
        this.counters = counters;
        this.stopped = stopped;
        this.deferred = kind == Kind.CALLER ? new Deferrals.Line() : null;
    }

    Engine engine() {
        return engine;
    }

    Thread thread() {
        return thread;
    }

    ThreadKey key() {
        return key;
    }

    int number() {
        return number;
    }

    Kind kind() {
        return kind;
    }

    void entered(int as, boolean countingItself) {
        number = as;
        countsItself = countingItself;
    }

    /** Nothing more is run. */
    void forget() {
        segment = null;
    }

    /** What a caller has put off until its work is done. */
    Deferrals.@Nullable Line deferred() {
        return deferred;
    }

    RunNesting nesting() {
        return nesting;
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

    /** Takes over a work that is CLAIMED or DEQUEUING, and in no list. */
    void accept(ThreadletWork claimed, @Nullable Executor to, long nanos, long place) {
        apart = claimed;
        home = to;
        submittedNanos = nanos;
        order = place;
    }

    /** Makes the accepted work RUNNING. */
    void begin(ThreadletWork accepted) {
        startedNanos = config.now();
        setStageRelease(RUNNING);
        word = accepted.begin(engine, number);
    }

    private @Nullable Executor takeHome() {
        final Executor to = home;
        if (to != null) {
            home = null;
        }
        return to;
    }

    /** Holds on to the work no longer: the thread is free. */
    private void leave() {
        setStageRelease(RESTING);
        if (apart != null) {
            apart = null;
        } else if (segment != null) {
            segment.clear(slot);
        }
    }

    /** Ends the accepted work without having run it. */
    void endUnbegun(ThreadletWork unbegun, int phase, Throwable why) {
        final Executor to = takeHome();
        startedNanos = config.now();
        setStageRelease(COMPLETING);
        interruptIfStopped();
        unbegun.end(phase);
        Unbegun.tell(config, unbegun, to, submittedNanos, phase, why);
        leave();
        nesting.takeInterruptBack();
    }

    // ---- running ----

    /** Begins the accepted work and runs it to its end, on the queue's thread. */
    void execute(ThreadletWork accepted) {
        begin(accepted);
        run(accepted);
        leave();
        Thread.interrupted();
        resetContextClassLoader();
    }

    /**
     * Begins the accepted work and runs it to its end, between {@link RunNesting#enter} and {@link RunNesting#exit}.
     *
     * @return whether the thread's flag was set, and not for this work
     */
    boolean executeNested(ThreadletWork accepted) {
        resetContextClassLoader();
        begin(accepted);
        interruptIfStopped();
        final boolean stray = run(accepted);
        leave();
        nesting.takeInterruptBack();
        return stray;
    }

    /** For runs that nobody closes the list for: who stops the queue and does not see this one is seen. */
    private void interruptIfStopped() {
        VarHandle.fullFence();
        if (stopped.getAsBoolean()) {
            interrupt();
        }
    }

    /** Runs the work; says whether the flag was set at the start or the end, and not by {@link #interrupt}. */
    private boolean run(ThreadletWork begun) {
        final Listeners listeners = config.listeners();
        if (!listeners.isEmpty()) {
            listeners.started(begun, startedNanos - submittedNanos);
        }
        if (home != null || FlightRecorder.isOn()) { // to write a reference costs more than to look
            home = FlightRecorder.started(home, begun);
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
        final Executor to = takeHome();
        if (countsItself) {
            final AtomicLong count = failure == null ? succeeded : failed;
            count.setOpaque(count.getPlain() + 1); // enough, since the work's final word is released after it
        } else {
            counters.ended(failure);
        }
        setStageRelease(COMPLETING);
        final int phase = failure == null ? WorkWord.SUCCEEDED : WorkWord.FAILED;
        FlightRecorder.ended(to, config, begun, phase);
        begun.end(phase);
        if (!listeners.isEmpty()) {
            listeners.finished(begun, ranNanos, failure);
        }
        Completion.deliver(begun, to, failure);
        return stray || (interrupted && !interruptedHere);
    }

    /** Has the flag say whether this run was interrupted, and nothing else; returns whether it said something else. */
    private boolean dropStrayInterrupt(ThreadletWork begun) {
        final boolean flag = Thread.interrupted();
        if (begun.wasInterrupted()) {
            nesting.interruptSelf(); // a listener may have cleared it
            return false;
        }
        return flag;
    }

    void resetContextClassLoader() {
        setContextClassLoader(contextClassLoader);
    }

    @SuppressWarnings("ReferenceEquality") // class loaders have no other
    void setContextClassLoader(@Nullable ClassLoader loader) {
        try {
            if (thread.getContextClassLoader() != loader) {
                thread.setContextClassLoader(loader);
            }
        } catch (Throwable thrown) { // a thread of its own kind must not cost a work
            Uncaught.report(thrown);
        }
    }

    private @Nullable ThreadletWork work() {
        final WorkSegment in = segment;
        final ThreadletWork alone = apart;
        final Object item = alone != null || in == null ? alone : in.itemAcquire(slot);
        return item instanceof ThreadletWork work ? work : null;
    }

    /**
     * Interrupts what is being run, or about to be, for a queue that starts nothing more, unless that is over or may
     * not be interrupted. A thread of the queue is interrupted in {@code completed} too, others are not. Allocates
     * nothing. What a work answers, or a thread of its own kind does, is not to keep others from being told.
     */
    void interrupt() {
        try {
            interruptIfBusy();
        } catch (Throwable thrown) {
            Uncaught.report(thrown);
        }
    }

    private void interruptIfBusy() {
        for (int tries = 0; ; tries++) {
            final long seen = stage;
            final int now = (int) seen & STAGE_MASK;
            final ThreadletWork work = now == RUNNING || now == COMPLETING ? work() : null;
            VarHandle.acquireFence();
            if (now == RESTING || (work != null && stage == seen && interrupt(work, seen))) {
                return;
            }
            Patience.pause(tries);
        }
    }

    /** False if the thread has gone on just now: perhaps the work is being completed. */
    private boolean interrupt(ThreadletWork work, long seen) {
        if (((int) seen & STAGE_MASK) == RUNNING) {
            return !work.isInterruptible() || work.interruptOn(engine, number);
        }
        return !isOnQueueThread || !work.isInterruptible() || nesting.interruptAt(seen);
    }

    /** Whether nothing has gone on since the stage was seen. */
    boolean isAt(long seen) {
        return stage == seen;
    }

    // ---- for others ----

    /** Where the run stands in the order of starting. */
    long order() {
        return config.times() ? startedNanos : order;
    }

    /** Of what is being run, or completed; null if nothing is. Waits for a thread that has just gone on. */
    @Nullable
    RunningWork describe(long nowNanos) {
        for (int tries = 0; ; tries++) {
            final long seen = stage;
            final int now = (int) seen & STAGE_MASK;
            if (now == RESTING || now == LOOKING) {
                return null;
            }
            final ThreadletWork work = work();
            final long started = startedNanos;
            final long submitted = submittedNanos;
            VarHandle.acquireFence();
            if (work != null && stage == seen) {
                final Duration elapsed = config.elapsed(started, nowNanos);
                return new RunningWork(
                        work,
                        Descriptions.of(work),
                        thread,
                        QueueConfig.ago(elapsed),
                        config.times() ? Duration.ofNanos(started - submitted) : null,
                        elapsed);
            }
            Patience.pause(tries);
        }
    }
}

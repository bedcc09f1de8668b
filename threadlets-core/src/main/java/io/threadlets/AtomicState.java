package io.threadlets;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an {@link AtomicEngine} share. Everything that is counted is decided by a CAS of {@link #control};
 * what is decided there is then brought about: a work put into the list, a thread woken, started, or told to leave.
 *
 * <p>The balance, at rest: {@code net = threads in the idle list - works in the list}. Underway, a thread that owes one
 * look at the list counts as idle, and a submission that owes the list a work counts as one.
 */
final class AtomicState {
    final AtomicEngine engine;
    final QueueConfig config;
    final Control control = new Control();

    final Counters counters = new Counters();
    final WorkFifo works;
    final IdleList idle = new IdleList();
    final WakeUps wakeUps;
    final Pace pace;
    final CapacityGate gate;
    final Runs runs = new Runs(counters);
    final Deferrals deferrals = new Deferrals();
    final TakingBack takingBack;
    final ThreadStarts starts = new ThreadStarts();
    final StartBackoff backoff = new StartBackoff();
    final WorkerThreads threads;
    final CountDownLatch terminated = new CountDownLatch(1);

    // Written under the engine's lock. Who changes a size looks at the word afterwards; who changes the word with a
    // size looks at the size afterwards: so one of them sees the other, and sees to what the new size wants.
    volatile int min;
    volatile int max;

    // Written at any time. Who changes one wakes those who wait because of it, and may have read the one before.
    volatile int capacity;
    volatile long idleNanos;

    /** Live threads to be had even with nothing to do: min, once it was asked for by prestart or by raising it. */
    volatile int floor;

    /**
     * Whether shutdownNow took, or takes, back what waits. A submitter reads it after it has offered its work: whoever
     * sets it and then looks at the list, and does not see the work, is seen.
     */
    volatile boolean stopped;

    /** When the queue was shut down, as the clock on the wall has it; written before the phase that says that it is. */
    volatile long shutdownMillis;

    final BooleanSupplier isStopped = () -> stopped;

    AtomicState(AtomicEngine engine, QueueConfig config) {
        this.engine = engine;
        this.config = config;
        this.works = new WorkFifo(engine, config.times());
        this.wakeUps = new WakeUps(idle, works);
        this.pace = new Pace(works);
        this.takingBack = new TakingBack(this);
        this.threads = new WorkerThreads(this);
        this.gate = new CapacityGate(() -> ControlWord.isAnswering(control.get(), max, capacity));
        this.capacity = config.capacity();
        this.idleNanos = config.idleNanos();
        this.min = config.minThreads();
        this.max = config.maxThreads();
    }

    /**
     * The numbers beside those of one reading of the control word. Ends, and what was withdrawn, are read before
     * submissions, which precede them; a work that is refused after all may be among the submitted for a moment.
     */
    QueueSnapshot snapshot(long word) {
        final Counters.Ended ended = runs.ended();
        final long dequeued = counters.dequeued.get();
        final long withdrawn = counters.withdrawn.get();
        return new QueueSnapshot(
                config.name(),
                min,
                max,
                ControlWord.total(word),
                ControlWord.idle(word),
                ControlWord.queued(word),
                capacity,
                ControlWord.phase(word) == ControlWord.PAUSED,
                Math.max(counters.largest.get(), ControlWord.total(word)),
                works.offered() - withdrawn + counters.inCallers.get(),
                ended.succeeded(),
                ended.failed(),
                dequeued,
                counters.rejected.get());
    }

    /** Tells the listeners of a work that was accepted, by {@link QueueConfig#now} then. */
    void announce(ThreadletWork work, long nanoTime) {
        if (!config.listeners().isEmpty()) { // else to read the word would cost every submission
            final long word = control.get();
            final int busy = ControlWord.total(word) - ControlWord.idle(word);
            config.listeners().submitted(work, busy, ControlWord.queued(word), nanoTime);
        }
    }

    /** Whether the capacity says more than that the word can count no more. */
    boolean isBounded() {
        return capacity <= ControlWord.MAX_QUEUED;
    }

    /** Counts and tells of a refusal, decided on this word; returns what the submitter gets. */
    RuntimeException refuse(ThreadletWork work, Refusal.Why why, long word, @Nullable Throwable cause) {
        counters.rejected.incrementAndGet();
        return new Refusal(
                        why,
                        work,
                        engine,
                        snapshot(word),
                        takingBack.oldestAge(),
                        cause,
                        config.advice(),
                        shutdownMillis)
                .tell(config.listeners());
    }

    // ---- after changes ----

    /** One work less that waits, or one thread more that runs nothing. */
    void release() {
        final int with = max;
        final long before = control.move(Control.RELEASED, with, 0);
        follow(before, ControlWord.withReleased(before, with));
        if (with != max) {
            resized();
        }
    }

    /** Brings about what the sizes want now. */
    void resized() {
        final int with = max;
        final long before = control.move(Control.DISMISSED, with, 0);
        follow(before, ControlWord.withDismissed(before, with));
        if (ControlWord.live(before) > min) {
            idle.retime(); // they could not leave before
        }
        threads.grow();
    }

    /** Brings about what follows from a change of the word; nothing where there was none. */
    void follow(long before, long after) {
        if (ControlWord.leaving(after) > ControlWord.leaving(before)) {
            idle.nudge();
        }
        gate.signal();
        if (ControlWord.isShutdown(after)) {
            terminateIfQuiet();
        }
    }

    /** Enters a run on a thread that is not the queue's; until {@link #leave} the queue does not terminate. */
    WorkRun enter(WorkRun.Kind kind) {
        final WorkRun run = new WorkRun(this, kind);
        runs.enter(run);
        return run;
    }

    void leave(WorkRun run) {
        runs.leave(run);
        terminateIfQuiet();
    }

    /** Whoever leaves nothing behind, in whatever respect, calls this; the last one ends the queue. */
    void terminateIfQuiet() {
        if (ControlWord.isQuiet(control.get()) && runs.hasNoneNested()) {
            terminated.countDown();
        }
    }
}

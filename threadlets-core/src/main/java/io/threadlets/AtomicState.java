package io.threadlets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
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

    /** Whether the capacity says more than that the word can count no more. */
    final boolean isBounded;

    final WorkFifo works;
    final IdleList idle = new IdleList();
    final WakeUps wakeUps;
    final RoomGate gate = new RoomGate();
    final ThreadStarts starts = new ThreadStarts();
    final CallerRuns callers = new CallerRuns();
    final Tally tally = new Tally();
    final WorkerThreads threads;

    /** Workers whose threads have begun and not ended. Locked to end one, so that its counts are seen once. */
    final Set<Worker> workers = ConcurrentHashMap.newKeySet();

    final CountDownLatch terminated = new CountDownLatch(1);
    final Runnable confirmed = tally.provisional::decrement;

    // Written under the engine's lock. Who changes a size looks at the word afterwards; who changes the word with a
    // size looks at the size afterwards: so one of them sees the other, and sees to what the new size wants.
    volatile int min;
    volatile int max;

    /** Live threads to be had even with nothing to do: min, once it was asked for by prestart or by raising it. */
    volatile int floor;

    // A submitter reads these two after it has offered its work: whoever sets them and then looks at the list, and does
    // not see the work, is seen.

    /** Whether shutdownNow took, or takes, back what waits. */
    volatile boolean stopped;

    /** Why the last start failed, so that works may wait although there may be more threads; null if it did not. */
    volatile @Nullable Throwable startFailure;

    private final String whyDequeued;

    AtomicState(AtomicEngine engine, QueueConfig config) {
        this.engine = engine;
        this.config = config;
        this.isBounded = config.capacity() <= ControlWord.MAX_QUEUED;
        this.works = new WorkFifo(engine, config.times());
        this.wakeUps = new WakeUps(idle, works);
        this.threads = new WorkerThreads(this);
        this.min = config.minThreads();
        this.max = config.maxThreads();
        this.whyDequeued = "Taken off queue '" + config.name() + "' before it began";
    }

    /**
     * The numbers beside those of one reading of the control word. Ends are read before submissions, which precede
     * them.
     */
    QueueSnapshot snapshot(long word) {
        long succeeded;
        long failed;
        synchronized (workers) {
            succeeded = tally.succeeded.sum();
            failed = tally.failed.sum();
            for (Worker worker : workers) {
                succeeded += worker.current().succeeded();
                failed += worker.current().failed();
            }
        }
        final long dequeued = tally.dequeued.sum();
        return new QueueSnapshot(
                config.name(),
                min,
                max,
                ControlWord.total(word),
                ControlWord.idle(word),
                ControlWord.queued(word),
                config.capacity(),
                ControlWord.phase(word) == ControlWord.PAUSED,
                Math.max(tally.largest(), ControlWord.total(word)),
                tally.submitted(works.offered()),
                succeeded,
                failed,
                dequeued,
                tally.rejected.sum());
    }

    /** Forgets a worker, and keeps its counts. */
    void retire(Worker worker) {
        synchronized (workers) {
            tally.succeeded.add(worker.current().succeeded());
            tally.failed.add(worker.current().failed());
            workers.remove(worker);
        }
    }

    // ---- after changes ----

    /** One work less that waits, or one thread more that runs nothing. */
    void release() {
        final int with = max;
        settle(control.update(word -> ControlWord.released(word, with)));
        if (with != max) {
            resized();
        }
    }

    /** Brings about what the sizes want now. */
    void resized() {
        control.change(word -> ControlWord.dismissed(word, max));
        threads.grow();
        idle.nudge();
        settle(control.get());
    }

    /** To be called after a CAS that freed a place or a thread, with the word after it. */
    void settle(long word) {
        gate.signal();
        if (ControlWord.leaving(word) > 0) {
            idle.nudge();
        }
        if (ControlWord.isShutdown(word)) {
            terminateIfQuiet();
        }
    }

    /** Whoever leaves nothing behind, in whatever respect, calls this; the last one ends the queue. */
    void terminateIfQuiet() {
        if (ControlWord.isQuiet(control.get()) && callers.isEmpty()) {
            terminated.countDown();
        }
    }

    // ---- works that end before they begin ----

    /** Such a work, to be told of. */
    record Unbegun(ThreadletWork work, @Nullable Executor home, long submittedNanos, int phase, Throwable why) {
        void tell(QueueConfig config) {
            WorkRun.tellUnbegun(config, work, home, submittedNanos, phase, why);
        }
    }

    DequeuedException whyDequeued(boolean returned) {
        return new DequeuedException(whyDequeued, returned);
    }

    /**
     * Ends a work that waits with this word, as DEQUEUED or FAILED; null if it does not any more, or is being popped.
     */
    @Nullable
    Unbegun takeBack(ThreadletWork work, int queued, int phase, Throwable why) {
        final Unbegun unbegun = takeOut(work, queued, phase, why);
        if (unbegun != null) {
            if (WorkWord.phase(queued) == WorkWord.PROVISIONAL) {
                confirmed.run();
            }
            tally.endedUnbegun(phase);
            release();
            work.end(phase);
        }
        return unbegun;
    }

    /**
     * Takes a work that waits with this word out of the list: it is DEQUEUING then; null if somebody has it already.
     */
    private @Nullable Unbegun takeOut(ThreadletWork work, int queued, int phase, Throwable why) {
        final WorkSegment segment = works.segmentOf(work, queued);
        if (segment == null || !work.tryDequeue(engine, queued)) {
            return null;
        }
        final int slot = WorkSegment.slot(WorkWord.turn(queued));
        final Unbegun taken = new Unbegun(work, segment.takeHome(slot), segment.submittedNanos(slot), phase, why);
        works.remove(segment, queued);
        return taken;
    }

    /** A submission that was accepted and may have to be taken back by its submitter. */
    record Offer(
            ThreadletWork work,
            int queued,
            int wordBefore,
            @Nullable Engine ownerBefore) {}

    /** Takes an offered work back, as if it had never been submitted; false if somebody has it already. */
    boolean withdraw(Offer offer) {
        final ThreadletWork work = offer.work();
        if (takeOut(work, offer.queued(), WorkWord.DEQUEUED, whyDequeued(false)) == null) {
            return false;
        }
        release();
        work.release(offer.wordBefore(), offer.ownerBefore());
        return true;
    }

    // ---- runs ----

    /** For a thread of the queue, which counts for itself. */
    WorkRun newRun(Thread thread) {
        return new WorkRun(config, thread, WorkRun::count);
    }

    /** For a submitter. */
    WorkRun newRunInCaller() {
        return new WorkRun(config, Thread.currentThread(), (run, failure) -> tally.ended(failure));
    }

    /** Every run there is, of threads and submitters, whether or not it has a work. */
    List<WorkRun> allRuns() {
        final List<WorkRun> runs = new ArrayList<>(callers.runs());
        for (Worker worker : workers) {
            runs.add(worker.current());
        }
        return runs;
    }

    /** What is being run, longest first. */
    List<WorkRun> runs() {
        record Ordered(WorkRun run, long order) {} // read once: runs go on
        return allRuns().stream()
                .filter(run -> run.current() != null)
                .map(run -> new Ordered(run, run.order()))
                .sorted(Comparator.comparingLong(Ordered::order))
                .map(Ordered::run)
                .toList();
    }

    @SuppressWarnings("ReferenceEquality") // works may define equality as they like
    @Nullable
    Thread runnerOf(ThreadletWork work) {
        for (WorkRun run : allRuns()) {
            if (run.current() == work) {
                return run.thread();
            }
        }
        return null;
    }

    /** The work whose body the calling thread is in. */
    @Nullable
    ThreadletWork current() {
        final ThreadletWork inCaller = callers.current();
        if (inCaller != null) {
            return inCaller;
        }
        final Worker worker = workerOn(Thread.currentThread());
        return worker == null ? null : worker.current().current();
    }

    @SuppressWarnings("ReferenceEquality") // threads may define equality as they like
    @Nullable
    Worker workerOn(Thread thread) {
        for (Worker worker : workers) {
            if (worker.thread() == thread) {
                return worker;
            }
        }
        return null;
    }

    /** How many works of the list have a thread on its way for them: a hint. */
    int claimed() {
        int free = starts.count() - ControlWord.leaving(control.get());
        for (Worker worker : workers) {
            free += worker.isBusy() ? 0 : 1;
        }
        return Math.max(free, 0);
    }

    // ---- refusals ----

    /** Counts and tells of a refusal, decided on this word; returns what the submitter gets. */
    RuntimeException refuse(ThreadletWork work, Refusal.Why why, long word, @Nullable Throwable cause) {
        tally.rejected.increment();
        final long now = config.now();
        final List<ThreadletWork> oldest = config.times() ? works.list(0, 1) : List.of();
        final List<WorkRun> runs = runs();
        return new Refusal(
                        why,
                        snapshot(word),
                        oldest.isEmpty() ? null : works.age(oldest.get(0), now),
                        runs.isEmpty() ? null : runs.get(0),
                        now,
                        cause)
                .tell(work, config.listeners());
    }
}

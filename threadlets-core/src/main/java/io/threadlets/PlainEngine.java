package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine on one lock: the simplest that can be proved right.
 *
 * <p>The lock guards the works that wait, the counts ({@link PlainCounts}, with the invariants) and the works' way out
 * of QUEUED, so that exactly one of a thread and {@link #dequeue} gets a work. What belongs to others (bodies,
 * completions, listeners, factories, descriptions) is called outside it.
 */
final class PlainEngine implements Engine {
    private final QueueConfig config;
    private final PlainState state;
    private final PlainCounts counts;
    private final PlainThreads threads;

    PlainEngine(QueueConfig config) {
        this.config = config;
        this.state = new PlainState(config);
        this.counts = state.counts;
        this.threads = new PlainThreads(state);
    }

    @Override
    public String name() {
        return config.name();
    }

    // ---- submission and taking back ----

    @Override
    public void submit(ThreadletWork work, @Nullable Executor home) {
        final Admission admission = locked(() -> {
            final Admission decided = admit(work, home);
            state.settle();
            return decided;
        });
        if (admission instanceof Admission.Queued queued) {
            threads.start(queued.starts(), queued.place());
            announce(queued.place());
        } else if (admission instanceof Admission.InCaller inCaller) {
            runInCaller(work, inCaller.run());
        } else if (admission instanceof Admission.Refused refused) {
            final ThreadletRejectedException why = refused.rejection(work);
            config.listeners().rejected(work, why);
            throw refused.toThrow(why);
        } else {
            throw work.notSubmittable(this);
        }
    }

    private Admission admit(ThreadletWork work, @Nullable Executor home) {
        if (!WorkWord.isSubmittable(work.word())) {
            return new Admission.InUse();
        }
        if (counts.shutdown) {
            return state.refusal(Admission.Why.SHUTDOWN, null);
        }
        if (state.blocked.isEmpty() && counts.hasRoom()) {
            return enqueue(work, home);
        }
        return switch (config.onFull()) {
            case REJECT -> state.refusal(Admission.Why.FULL, null);
            case CALLER_RUNS -> runningInCaller(work, home);
            case BLOCK -> {
                final Admission.Why why = awaitRoom();
                yield why == null ? enqueue(work, home) : state.refusal(why, null);
            }
        };
    }

    private Admission enqueue(ThreadletWork work, @Nullable Executor home) {
        final Engine ownerBefore = work.owner();
        final int phaseBefore = work.claim(this, home, config.now());
        if (phaseBefore < 0) {
            return new Admission.InUse();
        }
        final WorkList.Place place = new WorkList.Place(state.works, work, phaseBefore, ownerBefore);
        place.ready = config.listeners().isEmpty();
        state.works.addLast(place);
        work.enqueue(place);
        counts.submitted++;
        return new Admission.Queued(place, counts.grow());
    }

    private Admission runningInCaller(ThreadletWork work, @Nullable Executor home) {
        if (work.claim(this, home, config.now()) < 0) {
            return new Admission.InUse();
        }
        counts.submitted++;
        counts.callerRuns++;
        return new Admission.InCaller(state.begin(work));
    }

    /** Waits its turn for room; returns why there is none to be had, or null. */
    @SuppressWarnings("ReferenceEquality") // conditions have no other
    private Admission.@Nullable Why awaitRoom() {
        final Condition turn = state.lock.newCondition();
        state.blocked.addLast(turn);
        try {
            while (!counts.shutdown) {
                if (state.blocked.peekFirst() == turn && counts.hasRoom()) {
                    return null;
                }
                turn.await();
            }
            return Admission.Why.SHUTDOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Admission.Why.INTERRUPTED;
        } finally {
            state.blocked.remove(turn);
        }
    }

    /** Tells the listeners before any thread may take the work, so that they hear of it in order. */
    private void announce(WorkList.Place place) {
        if (!place.ready) {
            config.listeners().submitted(place.work);
            state.change(() -> place.ready = true);
        }
    }

    private void runInCaller(ThreadletWork work, WorkRun run) {
        config.listeners().submitted(work);
        try {
            run.executeInCaller(failure -> state.ended(run, failure));
        } finally {
            state.change(() -> counts.callerRuns--);
        }
    }

    @Override
    public DequeueResult dequeue(ThreadletWork work) {
        final PlainState.Unbegun dequeued;
        state.lock.lock();
        try {
            final ThreadletWork.State now = work.state();
            if (work.owner() != this) {
                return DequeueResult.NOT_QUEUED;
            }
            if (!(work.place() instanceof WorkList.Place place) || place.list != state.works) {
                return now == ThreadletWork.State.RUNNING ? DequeueResult.RUNNING : DequeueResult.FINISHED;
            }
            dequeued = state.dequeue(place);
            state.settle();
        } finally {
            state.lock.unlock();
        }
        dequeued.tell(config.listeners());
        return DequeueResult.DEQUEUED;
    }

    // ---- sizes and life cycle ----

    @Override
    public void resize(int minThreads, int maxThreads) {
        threads.grow(() -> {
            counts.setFloor(minThreads > counts.min ? minThreads : Math.min(counts.floor(), minThreads));
            counts.min = minThreads;
            counts.max = maxThreads;
        });
    }

    @Override
    public void prestart() {
        threads.grow(() -> counts.setFloor(counts.min));
    }

    @Override
    public void pause() {
        state.change(() -> {
            if (!counts.shutdown && !counts.paused) {
                counts.paused = true;
                counts.setFloor(0);
            }
        });
    }

    @Override
    public void resume() {
        threads.grow(() -> counts.paused = false);
    }

    @Override
    public void shutdown() {
        threads.grow(this::beginShutdown);
    }

    private void beginShutdown() {
        counts.shutdown = true;
        counts.paused = false;
        counts.setFloor(0);
        state.blocked.forEach(Condition::signal);
    }

    @Override
    public List<ThreadletWork> shutdownNow() {
        final List<WorkRun> running = new ArrayList<>();
        final List<PlainState.Unbegun> unbegun = new ArrayList<>();
        state.change(() -> {
            beginShutdown();
            unbegun.addAll(state.dequeueAll());
            running.addAll(state.runs);
        });
        running.forEach(WorkRun::interrupt);
        unbegun.forEach(one -> one.tell(config.listeners()));
        return unbegun.stream().map(PlainState.Unbegun::work).toList();
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        final long deadline = System.nanoTime() + Arguments.saturatedNanos(timeout);
        final List<Thread> leaving;
        state.lock.lockInterruptibly();
        try {
            while (!state.terminated) {
                final long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                state.termination.awaitNanos(remaining);
            }
            leaving = threads.exited();
        } finally {
            state.lock.unlock();
        }
        for (Thread thread : leaving) {
            final long remaining = deadline - System.nanoTime();
            if (remaining > 0) {
                thread.join(remaining / 1_000_000, (int) (remaining % 1_000_000));
            }
        }
        return isTerminated();
    }

    @Override
    public boolean isShutdown() {
        return locked(() -> counts.shutdown);
    }

    @Override
    public boolean isTerminated() {
        return locked(() -> state.terminated && threads.exited().stream().noneMatch(Thread::isAlive));
    }

    @Override
    public boolean isWorkerThread() {
        final Thread thread = Thread.currentThread();
        return locked(() -> threads.contains(thread) || state.runs.stream().anyMatch(run -> run.isOn(thread)));
    }

    // ---- what people see ----

    @Override
    public QueueSnapshot snapshot() {
        return locked(() -> counts.snapshot(name()));
    }

    @Override
    public List<RunningWork> running() {
        final List<WorkRun> runs = locked(() -> List.copyOf(state.runs));
        final long now = config.now();
        return runs.stream().map(run -> run.describe(now)).toList();
    }

    @Override
    public List<QueuedWork> queued(int limit) {
        record Waiting(ThreadletWork work, @Nullable Duration age) {}
        final List<Waiting> waiting = locked(() -> {
            final List<Waiting> oldest = new ArrayList<>();
            final long now = config.now();
            int claimed = counts.claimed();
            for (WorkList.Place place = state.works.first();
                    place != null && oldest.size() < limit;
                    place = place.next(), claimed--) {
                if (claimed <= 0) {
                    oldest.add(new Waiting(place.work, config.elapsed(place.work.submittedNanos(), now)));
                }
            }
            return oldest;
        });
        return waiting.stream()
                .map(one ->
                        new QueuedWork(one.work(), Descriptions.of(one.work()), QueueConfig.ago(one.age()), one.age()))
                .toList();
    }

    private <T> T locked(Supplier<T> reading) {
        state.lock.lock();
        try {
            return reading.get();
        } finally {
            state.lock.unlock();
        }
    }
}

package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;
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
    private @Nullable ThreadletQueue queue;

    PlainEngine(QueueConfig config) {
        this.config = config;
        this.state = new PlainState(this, config);
        this.counts = state.counts;
        this.threads = new PlainThreads(state);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public ThreadletQueue queue() {
        return Objects.requireNonNull(queue);
    }

    @Override
    public void setQueue(ThreadletQueue queue) {
        this.queue = queue;
    }

    // ---- submission and taking back ----

    @Override
    public void submitFresh(ThreadletWork work) {
        submit(work, null);
    }

    @Override
    public void submitFresh(ThreadletWork work, LongSupplier patience) {
        submit(work, null);
    }

    @Override
    public void submit(ThreadletWork work, @Nullable Executor home) {
        final PlainAdmission admission = locked(() -> {
            final PlainAdmission decided = admit(work, home);
            state.settle();
            return decided;
        });
        if (admission instanceof PlainAdmission.Queued queued) {
            finishSubmission(queued);
        } else if (admission instanceof PlainAdmission.InCaller) {
            announce(work);
            runInCaller(work, home);
        } else if (admission instanceof PlainAdmission.Refused refused) {
            throw refused.refusal().tell(config.listeners());
        } else {
            throw work.notSubmittable(this);
        }
    }

    private void announce(ThreadletWork work) {
        final QueueSnapshot now = snapshot();
        config.listeners().submitted(work, now.cur() - now.idle(), now.queued(), config.now());
    }

    private PlainAdmission admit(ThreadletWork work, @Nullable Executor home) {
        if (!WorkWord.isSubmittable(work.word())) {
            return new PlainAdmission.InUse();
        }
        if (counts.shutdown) {
            return new PlainAdmission.Refused(state.refusal(work, Refusal.Why.SHUTDOWN, null));
        }
        if (state.blocked.isEmpty() && counts.hasRoom()) {
            return accept(work, home);
        }
        return switch (config.onFull()) {
            case REJECT -> new PlainAdmission.Refused(state.refusal(work, Refusal.Why.FULL, null));
            case CALLER_RUNS -> acceptInCaller(work);
            case BLOCK -> {
                final Refusal.Why why = state.awaitRoom();
                yield why == null ? accept(work, home) : new PlainAdmission.Refused(state.refusal(work, why, null));
            }
        };
    }

    private PlainAdmission accept(ThreadletWork work, @Nullable Executor home) {
        final int before = work.claim();
        if (before == -1) {
            return new PlainAdmission.InUse();
        }
        final WorkList.Place place = new WorkList.Place(state.works, work, home, config.now(), before, work.owner());
        counts.pending++;
        if (config.listeners().isEmpty()) {
            link(place);
        }
        final int starts = counts.grow();
        if (starts == 0 && place.isLinked()) {
            state.countSubmitted(place);
        }
        return new PlainAdmission.Queued(place, starts);
    }

    private void link(WorkList.Place place) {
        counts.pending--;
        state.works.addLast(place);
        place.work.enqueue(this, 0);
    }

    /**
     * Tells the listeners, and only then gives the work its place, so that they hear of things in order; then starts
     * the threads that it needs. It is counted as submitted when nothing can take it back any more.
     */
    private void finishSubmission(PlainAdmission.Queued queued) {
        final WorkList.Place place = queued.place();
        int starts = queued.starts();
        if (!config.listeners().isEmpty()) {
            announce(place.work);
            starts += announced(place, starts);
        }
        if (starts > 0) {
            threads.start(starts, place);
        }
        if (starts > 0 || !config.listeners().isEmpty()) {
            state.change(() -> state.countSubmitted(place));
        }
    }

    /** Gives a work its place; returns how many threads are missing since others failed to start meanwhile. */
    private int announced(WorkList.Place place, int starts) {
        final Refusal refused = locked(() -> {
            if (!state.stopped) {
                link(place);
                state.settle();
                return null;
            }
            counts.pending--;
            counts.startsFailed(starts);
            place.release();
            final Refusal late = state.refusal(place.work, Refusal.Why.SHUTDOWN, null);
            state.settle();
            return late;
        });
        if (refused != null) {
            throw refused.tell(config.listeners());
        }
        return locked(counts::grow);
    }

    private PlainAdmission acceptInCaller(ThreadletWork work) {
        if (work.claim() == -1) {
            return new PlainAdmission.InUse();
        }
        counts.submitted++;
        state.callers++;
        return new PlainAdmission.InCaller();
    }

    /** Nothing is put off: the tests' bodies do not submit. */
    private void runInCaller(ThreadletWork work, @Nullable Executor home) {
        final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        final WorkRun run = state.newRun(WorkRun.Kind.CALLER);
        boolean flag = run.nesting().enter();
        run.accept(work, home, config.now(), 0);
        state.change(() -> state.runs.add(run));
        try {
            flag |= run.executeNested(work);
        } finally {
            run.nesting().exit(flag, loader);
            state.change(() -> {
                state.runs.remove(run);
                state.callers--;
            });
        }
    }

    @Override
    public DequeueResult dequeue(ThreadletWork work) {
        final PlainState.Unbegun dequeued;
        state.lock.lock();
        try {
            final WorkList.Place place = state.works.find(work);
            if (place == null) {
                final ThreadletWork.State now = work.state();
                if (work.owner() != this) {
                    return DequeueResult.NOT_QUEUED;
                }
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

    @Override
    public void runInPlace(ThreadletWork work) {
        throw new AssertionError("the tests' bodies do not wait for works");
    }

    @Override
    public void interruptRun(int number) {
        locked(() -> List.copyOf(state.runs)).stream()
                .filter(run -> run.number() == number)
                .forEach(run -> run.nesting().interrupt());
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
    public void changeCapacity(int works) {
        state.change(() -> counts.capacity = works);
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofNanos(config.idleNanos());
    }

    @Override
    public void changeIdleTimeout(Duration timeout) {
        throw new AssertionError("the tests on this engine change no timeouts");
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
            state.stopped = true;
            unbegun.addAll(state.dequeueAll());
            running.addAll(state.runs);
        });
        running.forEach(WorkRun::interrupt);
        unbegun.forEach(one -> one.tell(config.listeners()));
        return unbegun.stream().map(one -> one.place().work).toList();
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
            leaving = threads.leaving();
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
        return locked(() -> state.terminated && threads.leaving().stream().noneMatch(Thread::isAlive));
    }

    @Override
    public boolean owns(Thread thread) {
        return locked(() -> threads.contains(thread));
    }

    @Override
    public boolean isOnThisThread() {
        return ThreadRuns.isOn(this);
    }

    // ---- what people see ----

    @Override
    public QueueSnapshot snapshot() {
        return locked(() -> counts.snapshot(name(), state.counters));
    }

    @Override
    public List<RunningWork> running() {
        final List<WorkRun> runs = locked(() -> List.copyOf(state.runs));
        final long now = config.now();
        return runs.stream()
                .map(run -> run.describe(now))
                .filter(Objects::nonNull)
                .toList();
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
                    oldest.add(new Waiting(place.work, config.elapsed(place.submittedNanos, now)));
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

package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine: a {@link ControlWord} that decides, a {@link WorkFifo} of works, an {@link IdleList} of threads.
 *
 * <p>A submission is accepted by a CAS of the word, then offered to the list, then a thread is woken or started if need
 * be. No work is ever handed to a thread: threads look for works, and wake-ups are hints, so that nothing depends on a
 * thread that is late, or gone.
 */
final class AtomicEngine implements Engine {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final QueueConfig config;
    private final AtomicState state;
    private final Control control;
    private final CallerRuns callers;
    private final Submissions submissions;

    /** Taken to change sizes and phases; nothing else waits for it. */
    private final Object steering = new Object();

    private @Nullable ThreadletQueue queue;

    AtomicEngine(QueueConfig config) {
        this.config = config;
        this.state = new AtomicState(this, config);
        this.control = state.control;
        this.callers = new CallerRuns(state);
        this.submissions = new Submissions(state, callers);
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

    /** Before anything is decided: there is room on the stack for all of it, and nothing is done for the first time. */
    private void prepare() {
        StackRoom.require();
        if (!Rehearsal.isDone() && !config.isRehearsal()) {
            Rehearsal.ensureDone();
        }
    }

    @Override
    public void submit(ThreadletWork work, @Nullable Executor home) {
        prepare();
        submissions.submit(work, home);
    }

    @Override
    public void submitFresh(ThreadletWork work) {
        submitFresh(work, Submissions.FOREVER);
    }

    @Override
    public void submitFresh(ThreadletWork work, LongSupplier patience) {
        prepare();
        submissions.submitFresh(work, patience);
    }

    // ---- taking back ----

    @Override
    public DequeueResult dequeue(ThreadletWork work) {
        prepare();
        return state.takingBack.dequeue(work);
    }

    @Override
    public void runInPlace(ThreadletWork work) {
        prepare();
        callers.runInPlace(work);
    }

    @Override
    public void interruptRun(int number) {
        final WorkRun run = state.runs.get(number);
        if (run != null) {
            run.nesting().interrupt();
        }
    }

    // ---- sizes and life cycle ----

    @Override
    public void resize(int minThreads, int maxThreads) {
        prepare();
        synchronized (steering) {
            if (!ControlWord.isShutdown(control.get())) {
                state.floor = minThreads > state.min ? minThreads : Math.min(state.floor, minThreads);
            }
            state.min = minThreads;
            state.max = maxThreads;
        }
        state.resized();
    }

    @Override
    public void changeCapacity(int works) {
        prepare();
        state.capacity = works;
        state.gate.signal(); // each that finds room has the next one look
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofNanos(state.idleNanos);
    }

    @Override
    public void changeIdleTimeout(Duration timeout) {
        prepare();
        state.idleNanos = Arguments.saturatedNanos(timeout);
        state.idle.nudge();
    }

    @Override
    public void prestart() {
        prepare();
        state.floor = state.min;
        state.threads.grow();
    }

    @Override
    public void pause() {
        prepare();
        synchronized (steering) {
            if (ControlWord.phase(control.get()) == ControlWord.RUNNING) {
                state.floor = 0;
                state.works.close();
                enter(ControlWord.PAUSED);
            }
        }
        state.idle.nudge(); // also those that were claimed: nothing is to begin
    }

    @Override
    public void resume() {
        prepare();
        synchronized (steering) {
            if (ControlWord.phase(control.get()) == ControlWord.PAUSED) {
                state.works.open();
                enter(ControlWord.RUNNING);
            }
        }
        state.resized();
    }

    private void enter(int phase) {
        final int max = state.max;
        final long before = control.move(Control.PHASE, phase, max);
        state.follow(before, ControlWord.withPhase(before, phase, max));
    }

    @Override
    public void shutdown() {
        prepare();
        synchronized (steering) {
            if (!ControlWord.isShutdown(control.get())) {
                state.shutdownMillis = System.currentTimeMillis();
                state.floor = 0;
                state.works.open();
                enter(ControlWord.SHUTDOWN);
            }
        }
        state.resized();
    }

    @Override
    public List<ThreadletWork> shutdownNow() {
        prepare();
        synchronized (steering) {
            if (!ControlWord.isShutdown(control.get())) {
                state.shutdownMillis = System.currentTimeMillis();
            }
            state.floor = 0;
            state.works.close();
            state.stopped = true;
            enter(ControlWord.STOPPED);
        }
        state.resized();
        return state.takingBack.drain();
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        final long deadline = System.nanoTime() + Arguments.saturatedNanos(timeout);
        while (!state.terminated.await(Math.min(deadline - System.nanoTime(), LOOK_NANOS), TimeUnit.NANOSECONDS)) {
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            state.threads.seeToStarts(); // should there have been no memory for it before
        }
        for (Thread thread : state.threads.alive()) {
            final long remaining = deadline - System.nanoTime();
            if (remaining > 0) {
                thread.join(remaining / 1_000_000, (int) (remaining % 1_000_000));
            }
        }
        return isTerminated();
    }

    @Override
    public boolean isShutdown() {
        return ControlWord.isShutdown(control.get());
    }

    @Override
    public boolean isTerminated() {
        return state.terminated.getCount() == 0 && state.threads.alive().isEmpty();
    }

    @Override
    public boolean isOnThisThread() {
        return ThreadRuns.isOn(this);
    }

    @Override
    public boolean owns(Thread thread) {
        return state.runs.isThread(thread);
    }

    // ---- what people see ----

    @Override
    public QueueSnapshot snapshot() {
        prepare();
        state.threads.retryIfFailed();
        return state.snapshot(control.get());
    }

    @Override
    public List<RunningWork> running() {
        prepare();
        final long now = config.now();
        return state.runs.inOrder().stream()
                .map(run -> run.describe(now))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<QueuedWork> queued(int limit) {
        prepare();
        final int queued = ControlWord.queued(control.get());
        final long now = config.now();
        return state.works.list(claimed(), Math.min(limit, queued)).stream()
                .map(work -> {
                    final Duration age = state.works.age(work, now);
                    return new QueuedWork(work, Descriptions.of(work), QueueConfig.ago(age), age);
                })
                .toList();
    }

    /** How many works of the list have a thread on its way for them: a hint. */
    private int claimed() {
        final long word = control.get();
        final int free = state.starts.underway() + state.idle.size() + state.wakeUps.searching();
        return Math.max(free - ControlWord.leaving(word) - ControlWord.idle(word), 0);
    }
}

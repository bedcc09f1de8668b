package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose allocations fail, and the book of what it was given and what came of it. Its threads are played by the
 * test's own, one after another, or are real.
 */
final class AllocationRoom {
    /** Far more than a retry of a failed start takes. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final String NAME = "room";

    /**
     * How a queue is built.
     *
     * @param real whether its threads are, and stay idle; else they are lent ones that leave as soon as they are idle
     */
    record Setup(OnFull onFull, int capacity, int maxThreads, boolean real, boolean foreign) {
        static final Setup PLAIN = new Setup(OnFull.REJECT, Integer.MAX_VALUE, 2, false, false);

        Setup max(int threads) {
            return new Setup(onFull, capacity, threads, real, foreign);
        }

        Setup full(OnFull policy, int works) {
            return new Setup(policy, works, 1, real, foreign);
        }

        Setup withRealThreads() {
            return new Setup(onFull, capacity, maxThreads, true, foreign);
        }

        Setup withForeignThreads() {
            return new Setup(onFull, capacity, maxThreads, real, true);
        }
    }

    /** A work, and how often it was accepted. */
    static final class Entry extends TestWork {
        final AtomicInteger accepted = new AtomicInteger();
        private final Consumer<Entry> body;
        private final Consumer<Entry> afterwards;

        Entry(@Nullable Gate gate, Consumer<Entry> body, Consumer<Entry> afterwards) {
            super(gate);
            this.body = body;
            this.afterwards = afterwards;
        }

        @Override
        protected void run() throws Exception {
            super.run();
            body.accept(this);
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            super.completed(failure);
            afterwards.accept(this);
        }

        boolean isAsAccepted() {
            return completions.get() == accepted.get();
        }
    }

    /** A task, and its future if it was accepted. */
    static final class Promise {
        final AtomicInteger runs = new AtomicInteger();
        volatile @Nullable ThreadletFuture<?> future;
    }

    private final class Lives extends ConcurrentLinkedQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(Runnable life) {
            if (startsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("no thread");
            }
            return super.add(life);
        }
    }

    final AtomicInteger startsToFail = new AtomicInteger();
    private final Lives lives = new Lives();
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<Promise> promises = new CopyOnWriteArrayList<>();
    private final List<ThreadletWork> returned = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private long unbooked; // submissions of invokeAny
    private final AllocationListener heard = new AllocationListener();
    private final AtomicState state;
    private final Setup setup;
    private final boolean observed;
    final ThreadletQueue queue;

    AllocationRoom(Setup setup, boolean observed) {
        this.setup = setup;
        this.observed = observed;
        final AtomicEngine engine = new AtomicEngine(new QueueConfig(
                NAME,
                0,
                setup.maxThreads(),
                setup.real() ? Duration.ofDays(1).toNanos() : 1,
                setup.capacity(),
                setup.onFull(),
                source(setup),
                new Listeners(observed ? List.of(heard) : List.of()),
                observed,
                System::nanoTime,
                Rejections.ADVICE));
        state = EngineParts.state(engine);
        queue = new ThreadletQueue(engine, false);
    }

    private ThreadSource source(Setup how) {
        if (how.real()) {
            return ThreadSource.platform(
                    NAME + "-", null, Thread.currentThread().getThreadGroup());
        }
        return how.foreign()
                ? ThreadSource.of(
                        life -> new Thread(life) {
                            @Override
                            public synchronized void start() {
                                lives.add(life);
                            }
                        },
                        NAME + "-",
                        null)
                : ThreadSource.played(lives);
    }

    // ---- what a scenario does ----

    Entry entry() {
        return entry(self -> {});
    }

    Entry entry(Consumer<Entry> body) {
        return entry(null, body, self -> {});
    }

    Entry entry(@Nullable Gate gate, Consumer<Entry> body, Consumer<Entry> afterwards) {
        final Entry made = new Entry(gate, body, afterwards);
        entries.add(made);
        return made;
    }

    Entry submitted() {
        final Entry made = entry();
        submit(made);
        return made;
    }

    void submit(Entry work) {
        submit(work, () -> queue.submit(work));
    }

    void submit(Entry work, Executor home) {
        submit(work, () -> queue.submit(work, home));
    }

    /** One that fails must have left no trace. */
    private void submit(Entry work, Runnable submission) {
        final ThreadletWork.State before = work.state();
        final int runs = work.runs.get();
        work.accepted.incrementAndGet(); // before, as it may have ended when the call returns
        final Throwable thrown = attempt(submission);
        if (thrown != null) {
            work.accepted.decrementAndGet();
            attempt(() -> Objects.requireNonNullElse(thrown.getMessage(), "none")); // made when it is read
            final String failure = thrown.getClass().getSimpleName();
            expect("state after a submission that failed with " + failure, work.state(), before);
            expect("runs after a submission that failed with " + failure, work.runs.get(), runs);
        }
    }

    Promise submitRunnable() {
        final Promise promise = new Promise();
        attempt(() -> promise.future = queue.submit((Runnable) promise.runs::incrementAndGet));
        promises.add(promise);
        return promise;
    }

    Promise submitCallable(Callable<?> task) {
        final Promise promise = new Promise();
        attempt(() -> promise.future = queue.submit(() -> {
            promise.runs.incrementAndGet();
            return task.call();
        }));
        promises.add(promise);
        return promise;
    }

    /** One that fails must have left the work where it was. */
    void dequeue(Entry work) {
        final ThreadletWork.State before = work.state();
        if (attempt(() -> queue.dequeue(work)) != null && !setup.real()) {
            expect("state after dequeue failed", work.state(), before);
        }
    }

    /** An error leaves the rest for the next call. */
    void shutdownNow() {
        attempt(() -> returned.addAll(queue.shutdownNow()));
    }

    /** As {@link #shutdownNow}; tasks that were returned are run. */
    @Nullable
    Throwable shutdownExecutor() {
        return attempt(() -> {
            for (Runnable each : queue.executor().shutdownNow()) {
                if (each instanceof WorkRunnable one) {
                    returned.add(one.work());
                } else {
                    each.run();
                }
            }
        });
    }

    void invokeAny(List<Callable<String>> tasks) {
        final long before = state.works.offered() - state.counters.withdrawn.get();
        attempt(() -> {
            try {
                queue.executor().invokeAny(tasks);
            } catch (InterruptedException | ExecutionException e) {
                throw new CompletionException(e);
            }
        });
        unbooked += state.works.offered() - state.counters.withdrawn.get() - before;
    }

    /** Does something that may fail for want of memory; returns why, or null. */
    @Nullable
    Throwable attempt(Runnable action) {
        try {
            action.run();
            return null;
        } catch (Throwable thrown) {
            if (!isPlanned(thrown)) {
                wrong.add("unplanned: " + thrown + " at "
                        + List.of(thrown.getStackTrace()).subList(0, 3));
            }
            return thrown;
        }
    }

    private static boolean isPlanned(Throwable thrown) {
        if (thrown instanceof ExecutionException || thrown instanceof CompletionException) {
            final Throwable cause = thrown.getCause();
            return cause != null && isPlanned(cause);
        }
        return thrown instanceof OutOfMemoryError || thrown instanceof ThreadletRejectedException;
    }

    static Object get(ThreadletFuture<?> future) {
        try {
            return Objects.requireNonNullElse(future.get(), "nothing");
        } catch (InterruptedException | ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    /** Is the threads that were started, one after another; an error of the library's own ends one. */
    void runLives() {
        for (Runnable life = lives.poll(); life != null; life = lives.poll()) {
            attempt(life);
        }
    }

    boolean hasLives() {
        return !lives.isEmpty();
    }

    // ---- what is checked ----

    /** Lets everything come to its end, without any more failures; returns what is wrong then. */
    List<String> check() {
        if (!until(this::isAtRest)) {
            wrong.add("not at rest: " + queue.snapshot() + " " + EngineParts.imbalance(state));
        }
        checkCounts();
        if (!queue.isShutdown()) {
            checkGoesOn();
            queue.shutdown();
        }
        final boolean ended = until(() -> {
            runLives();
            return setup.real() ? queue.isTerminated() : hasEnded();
        });
        expect("ended with " + queue.snapshot() + EngineParts.imbalance(state), ended, true);
        expect("cur", queue.snapshot().cur(), 0);
        expect("runs left on the test's thread", ThreadRuns.innermost() == null, true);
        checkCounts();
        if (observed) {
            wrong.addAll(heard.imbalance());
        }
        return new ArrayList<>(wrong);
    }

    /** As lent threads are alive for ever, the queue itself would not say so. */
    private boolean hasEnded() {
        return state.terminated.getCount() == 0 && state.runs.all().isEmpty();
    }

    private List<ThreadletWork> finish() {
        return queue.snapshot().queued() > 0 && state.stopped ? queue.shutdownNow() : List.of();
    }

    private boolean isAtRest() {
        runLives();
        if (queue.isShutdown()) {
            returned.addAll(finish());
        }
        final QueueSnapshot now = queue.snapshot();
        return now.queued() == 0
                && now.idle() == now.cur()
                && entries.stream().allMatch(Entry::isAsAccepted)
                && EngineParts.imbalance(state).isEmpty();
    }

    private void checkCounts() {
        final QueueSnapshot now = queue.snapshot();
        expect("queued", now.queued(), 0);
        expect("idle", now.idle(), now.cur());
        expect("ended in " + now, now.succeeded() + now.failed() + now.dequeued(), now.submitted());
        long accepted = unbooked;
        for (Entry entry : entries) {
            final String what = "work " + entries.indexOf(entry) + ", accepted " + entry.accepted + " times, ";
            accepted += entry.accepted.get();
            expect(what + "completions", entry.completions.get(), entry.accepted.get());
            expect(what + "runs too often", entry.runs.get() > entry.accepted.get(), false);
            expect(
                    what + "waits or runs in the end",
                    entry.state() == ThreadletWork.State.QUEUED || entry.state() == ThreadletWork.State.RUNNING,
                    false);
            if (entry.state() == ThreadletWork.State.DEQUEUED
                    && entry.failure instanceof DequeuedException dequeued
                    && dequeued.isReturned()) {
                expect(what + "was returned", returned.contains(entry), true);
            }
        }
        for (Promise promise : promises) {
            final ThreadletFuture<?> future = promise.future;
            accepted += future == null ? 0 : 1;
            expect("a task runs too often", promise.runs.get() > (future == null ? 0 : 1), false);
            expect("its future is done", future == null || future.isDone(), true);
        }
        expect("submitted", now.submitted(), accepted);
    }

    private void checkGoesOn() {
        final Entry fresh = entry();
        until(() -> {
            if (fresh.accepted.get() == 0) {
                submit(fresh); // refused as long as no thread may be started after a failure
            }
            runLives();
            return fresh.completions.get() == 1;
        });
        expect("a work later", fresh.state(), ThreadletWork.State.SUCCEEDED);
    }

    void expect(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            wrong.add(what + ": " + actual + " instead of " + expected);
        }
    }

    /** Bounded: false if it never comes. */
    static boolean until(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(50_000);
        }
        return true;
    }
}

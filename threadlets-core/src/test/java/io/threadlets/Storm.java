package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Random operations on one queue from several threads, and what must be true when they have ended. All choices come
 * from the seed; only the interleaving does not.
 */
final class Storm {
    static final List<OnFull> POLICIES = List.of(OnFull.values());
    private static final String NO_THREAD = "no thread";
    private static final int SUBMITTERS = 3;
    private static final long[] IDLE_NANOS = {1, 100, 1000, 20_000};
    private static final int[] CAPACITIES = {0, 1, 8, Integer.MAX_VALUE};

    private final long seed;
    private final int operations;
    private final boolean steady;

    /** A work of a blocking queue must not submit to it: all its threads might wait for each other. */
    private final boolean blocking;

    /** Whether it ends by shutdownNow, underway. */
    private final boolean stopped;

    private final int min;
    private final int failEvery;
    private final TestThreads threads;
    private final ThreadletQueue queue;
    private final AtomicReference<Engine> engine = new AtomicReference<>();

    /** Its thread is not the queue's, and must not be taken for one where it runs a work as a caller. */
    private final ExecutorService home = Executors.newSingleThreadExecutor(body -> {
        final Thread thread = TestThreads.daemon(body, 0);
        thread.setName("home");
        return thread;
    });

    private final List<Executor> homes = List.of(home, Runnable::run, completion -> {
        throw new PlannedError("home");
    });
    private final Queue<ThreadletWork> returned = new ConcurrentLinkedQueue<>();

    private final Queue<StormWork> works = new ConcurrentLinkedQueue<>();
    private final Queue<ThreadletFuture<?>> futures = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicInteger futureRuns = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    /** Only for the queue's own threads, whose number is bounded. */
    private final AtomicInteger mostRunning = new AtomicInteger();

    /** @param operations of each submitting thread */
    Storm(long seed, int operations) {
        this.seed = seed;
        this.operations = operations;
        final Random random = new Random(seed);
        final int max = 1 + random.nextInt(6);
        this.min = random.nextInt(max + 1);
        this.steady = random.nextInt(3) == 0;
        this.stopped = !steady && random.nextInt(4) == 0;
        this.failEvery = !steady && random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 0;
        this.threads = new TestThreads((body, call) -> {
            if (failEvery > 0 && call % failEvery == 0) {
                throw new PlannedError(NO_THREAD);
            }
            return TestThreads.daemon(body, call);
        });
        final OnFull policy = POLICIES.get(random.nextInt(3));
        this.blocking = policy == OnFull.BLOCK;
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("storm " + seed);
        builder.settings.engine = config -> {
            engine.set(new AtomicEngine(config));
            return engine.get();
        };
        this.queue = builder.minThreads(min)
                .maxThreads(max)
                .prestart(steady)
                .idleTimeout(Duration.ofNanos(IDLE_NANOS[random.nextInt(IDLE_NANOS.length)]))
                .capacity(CAPACITIES[random.nextInt(CAPACITIES.length)])
                .onFull(policy)
                .threadFactory(threads)
                .build();
    }

    /** Without a stack, so that the log stays short. */
    static final class PlannedError extends Error {
        private static final long serialVersionUID = 1L;

        PlannedError(String what) {
            super(what, null, false, false);
        }
    }

    /** A work that is submitted again and again, and counts. */
    private final class StormWork extends ThreadletWork {
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger completions = new AtomicInteger();
        final AtomicInteger unbegun = new AtomicInteger();
        final AtomicInteger resubmissions = new AtomicInteger();
        final int kind;

        StormWork(int kind) {
            this.kind = kind;
        }

        @Override
        protected void run() throws Exception {
            final boolean onQueue = Thread.currentThread().getName().startsWith("test-");
            if (onQueue) {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            }
            try {
                runs.incrementAndGet();
                if (Thread.currentThread().isInterrupted() && !queue.isShutdown()) {
                    errors.add(new AssertionError("An interrupt that was meant for another work"));
                }
                spin(kind);
                if (kind % 7 == 0) {
                    throw new PlannedError("body");
                }
                if (kind % 7 == 1 && onQueue) {
                    Thread.currentThread().interrupt();
                }
            } finally {
                if (onQueue) {
                    running.decrementAndGet();
                }
            }
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions.incrementAndGet();
            if (failure instanceof CancellationException
                    || (failure != null && NO_THREAD.equals(failure.getMessage()))) {
                unbegun.incrementAndGet();
            }
            if (kind % 5 == 0 && !blocking && resubmissions.incrementAndGet() < 50) {
                submit(this, null);
            }
        }
    }

    void run() throws InterruptedException {
        final AtomicBoolean over = new AtomicBoolean();
        final List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            final Random random = new Random(seed * 31 + i);
            submitters.add(start(() -> submitAround(random)));
        }
        final Thread controller = start(() -> control(new Random(seed * 31 + SUBMITTERS), over));
        for (Thread submitter : submitters) {
            join(submitter);
        }
        over.set(true);
        join(controller);
        assertThat(errors).isEmpty();
        if (!stopped) {
            assertRest();
            queue.shutdown();
        }
        assertThat(queue.awaitTermination(QueueFixture.LONG)).as("termination").isTrue();
        home.shutdown();
        assertThat(home.awaitTermination(60, TimeUnit.SECONDS))
                .as("end of the home")
                .isTrue();
        threads.assertAllDead();
        assertThat(queue.snapshot().cur()).isZero();
        assertThat(imbalance()).isEmpty();
        assertSums();
    }

    /** How many submissions were accepted and accounted for. */
    long submissions() {
        return queue.snapshot().submitted();
    }

    private void submitAround(Random random) {
        final List<StormWork> mine = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            mine.add(new StormWork(random.nextInt(100)));
        }
        works.addAll(mine);
        @Nullable ThreadletFuture<?> last = null;
        for (int i = 0; i < operations && errors.isEmpty(); i++) {
            final StormWork work = mine.get(random.nextInt(mine.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> submit(work, null);
                case 3 -> submit(work, homes.get(random.nextInt(homes.size())));
                case 4, 5 -> last = submitFuture(random.nextInt(100));
                case 6, 7 -> queue.dequeue(work);
                default -> {
                    if (last != null) {
                        end(last, random.nextInt(3));
                    }
                }
            }
        }
    }

    private void submit(StormWork work, @Nullable Executor to) {
        try {
            if (to == null) {
                queue.submit(work);
            } else {
                queue.submit(work, to);
            }
            work.accepted.incrementAndGet();
        } catch (ThreadletRejectedException why) {
            rejected.incrementAndGet();
        } catch (IllegalStateException inUse) {
            assertThat(inUse).hasMessageContaining("cannot be submitted");
        }
    }

    private @Nullable ThreadletFuture<?> submitFuture(int spins) {
        try {
            final ThreadletFuture<?> future = queue.submit(() -> {
                futureRuns.incrementAndGet();
                spin(spins);
            });
            futures.add(future);
            return future;
        } catch (ThreadletRejectedException why) {
            rejected.incrementAndGet();
            return null;
        }
    }

    private static void end(ThreadletFuture<?> future, int how) {
        switch (how) {
            case 0 -> future.cancel(true);
            case 1 -> future.cancel(false);
            default -> future.completeExceptionally(new PlannedError("from outside"));
        }
    }

    /** Sizes and pauses change all the time, unless the storm is a steady one; at the end nothing is paused. */
    private void control(Random random, AtomicBoolean over) {
        final int changes = stopped ? random.nextInt(50) : Integer.MAX_VALUE;
        for (int i = 0; i < changes && !over.get() && errors.isEmpty(); i++) {
            steer(random);
        }
        if (!stopped) {
            return;
        }
        returned.addAll(queue.shutdownNow());
    }

    private void steer(Random random) {
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.idle()).as("%s", now).isBetween(0, now.cur());
        assertThat(now.idle() == 0 || now.queued() == 0).as("%s", now).isTrue();
        if (steady) {
            assertThat(now.cur()).as("%s", now).isBetween(min, now.maxThreads());
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                final int max = 1 + random.nextInt(6);
                queue.resize(random.nextInt(max + 1), max);
            }
            case 1 -> {
                queue.pause();
                spin(random.nextInt(1000));
                queue.resume();
            }
            default -> spin(random.nextInt(1000));
        }
    }

    private void assertRest() {
        QueueFixture.until("rest of " + this, () -> {
            final QueueSnapshot now = queue.snapshot();
            return now.queued() == 0
                    && now.idle() == now.cur()
                    && now.cur() <= now.minThreads()
                    && imbalance().isEmpty()
                    && now.succeeded() + now.failed() + now.dequeued() == now.submitted();
        });
        final QueueSnapshot now = queue.snapshot();
        if (steady) {
            assertThat(now.cur()).isEqualTo(min);
        }
        assertThat(mostRunning.get()).isLessThanOrEqualTo(now.largest()).isLessThanOrEqualTo(6);
        assertThat(queue.running()).isEmpty();
        assertThat(queue.queued(10)).isEmpty();
    }

    /** What is wrong with the engine at rest. */
    private List<String> imbalance() {
        return EngineParts.imbalance(EngineParts.state(engine.get()));
    }

    private void assertSums() {
        long accepted = futures.size();
        for (StormWork work : works) {
            accepted += work.accepted.get();
            assertThat(work.completions.get()).as("completions").isEqualTo(work.accepted.get());
            assertThat(work.runs.get() + work.unbegun.get())
                    .as("run or taken back")
                    .isEqualTo(work.accepted.get());
            assertThat(queue.dequeue(work)).isIn(DequeueResult.FINISHED, DequeueResult.NOT_QUEUED);
        }
        final QueueSnapshot now = queue.snapshot();
        assertThat(now.submitted()).isEqualTo(accepted);
        assertThat(now.rejected()).isEqualTo(rejected.get());
        assertThat(now.succeeded() + now.failed() + now.dequeued()).isEqualTo(accepted);
        assertThat(now.dequeued()).isGreaterThanOrEqualTo(returned.size());
        assertThat(returned).allMatch(work -> work.state() == ThreadletWork.State.DEQUEUED);
        assertThat(futures).allMatch(ThreadletFuture::isDone);
        assertThat(futureRuns.get()).isLessThanOrEqualTo(futures.size());
    }

    private Thread start(Runnable body) {
        final Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                errors.add(t);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void join(Thread thread) throws InterruptedException {
        thread.join(QueueFixture.LONG.toMillis());
        assertThat(errors).isEmpty();
        assertThat(thread.isAlive()).as("stuck in %s", this).isFalse();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    @Override
    public String toString() {
        return queue.snapshot() + (steady ? ", steady" : "") + (stopped ? ", stopped" : "")
                + (failEvery > 0 ? ", failing every " + failEvery : "") + ", " + imbalance();
    }
}

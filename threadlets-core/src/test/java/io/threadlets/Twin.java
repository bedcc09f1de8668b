package io.threadlets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of the two queues of a {@link DifferentialTest}, with works, homes and threads of its own. */
final class Twin {
    final ThreadletQueue queue;
    private final boolean serial;
    private final Thread driver = Thread.currentThread();

    private final List<Probe> works = new ArrayList<>();
    private final List<CompletableFuture<?>> futures = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();

    private final List<String> starts = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, AtomicInteger> events = new ConcurrentHashMap<>();
    private final ArrayDeque<Runnable> atHome = new ArrayDeque<>();

    /** Threads that are in a body that waits, and the gates they wait at. */
    private final Map<Thread, CountDownLatch> held = new ConcurrentHashMap<>();

    private final List<Thread> made = Collections.synchronizedList(new ArrayList<>());

    /** What a body does. Where it is run by the submitter, it does not wait. */
    enum Kind {
        SHORT,
        THROWING,
        WAITING
    }

    /** Settings that both have. */
    record Settings(int min, int max, int capacity, OnFull onFull, boolean prestart, boolean listened, boolean serial) {
        static Settings random(Random random) {
            final boolean serial = random.nextInt(4) == 0;
            final int max = serial ? 1 : 1 + random.nextInt(4);
            return new Settings(
                    random.nextInt(max + 1),
                    max,
                    random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(4),
                    Storm.POLICIES.get(random.nextInt(3)),
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0,
                    serial);
        }
    }

    Twin(Settings settings, Function<QueueConfig, Engine> engine) {
        this.serial = settings.serial;
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("twin")
                .minThreads(settings.min)
                .maxThreads(settings.max)
                .idleTimeout(QueueFixture.NEVER)
                .capacity(settings.capacity)
                .onFull(settings.onFull)
                .prestart(settings.prestart)
                .threadFactory(this::newThread);
        if (settings.listened) {
            builder.listener(new Ear());
        }
        builder.settings.nanoTime = () -> 0; // so that ages are the same
        builder.settings.engine = engine;
        this.queue = builder.build();
    }

    // ---- threads ----

    private synchronized Thread newThread(Runnable body) {
        final Thread thread = new Thread(body, "twin");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, what) -> report(what));
        made.add(thread);
        return thread;
    }

    void report(Throwable uncaught) {
        count("uncaught " + uncaught.getClass().getSimpleName());
    }

    private void count(String event) {
        events.computeIfAbsent(event, name -> new AtomicInteger()).incrementAndGet();
    }

    /**
     * Whether nothing goes on: each thread that there is, is one that the queue counts; each of those is idle and
     * parked, or in a body that waits; whoever was told to go on has done so.
     */
    boolean isQuiet() {
        final QueueSnapshot before = queue.snapshot();
        final int waiting = held.size();
        for (Map.Entry<Thread, CountDownLatch> body : held.entrySet()) {
            if (body.getValue().getCount() == 0 || body.getKey().isInterrupted()) {
                return false;
            }
        }
        int alive = 0;
        for (Thread thread : List.copyOf(made)) {
            switch (thread.getState()) {
                case WAITING, TIMED_WAITING -> alive++;
                case TERMINATED -> made.remove(thread);
                default -> {
                    return false;
                }
            }
        }
        return alive == before.cur()
                && before.idle() + waiting == alive
                && (before.cur() > 0 || !queue.isShutdown() || queue.isTerminated())
                && held.size() == waiting
                && queue.snapshot().equals(before);
    }

    // ---- works ----

    /** What a work or a future does, several times. */
    private final class Body implements Callable<String> {
        private final String name;
        private final Kind kind;
        private volatile CountDownLatch gate = new CountDownLatch(1);

        Body(String name, Kind kind) {
            this.name = name;
            this.kind = kind;
            bodies.add(this);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // threads have no other
        public String call() throws Exception {
            starts.add(name);
            final Thread thread = Thread.currentThread();
            if (thread.isInterrupted()) {
                count("interrupted at the start");
            }
            if (kind == Kind.THROWING) {
                throw new IllegalArgumentException(name);
            }
            if (kind == Kind.WAITING && thread != driver) {
                held.put(thread, gate);
                try {
                    gate.await();
                } finally {
                    held.remove(thread);
                }
            }
            return name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Probe extends ThreadletWork {
        private final Body body;
        private final List<String> completions = Collections.synchronizedList(new ArrayList<>());

        Probe(Body body) {
            this.body = body;
        }

        @Override
        protected void run() throws Exception {
            body.call();
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions.add(state() + ": " + failure);
        }

        @Override
        public String describe() {
            return body.name;
        }
    }

    private final class Ear implements ThreadletListener {
        @Override
        public void submitted(ThreadletWork work) {
            count("submitted " + Descriptions.of(work));
        }

        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            count("started " + Descriptions.of(work));
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            count("finished " + Descriptions.of(work) + " " + failure);
        }

        @Override
        public void dequeued(ThreadletWork work, long waitedNanos) {
            count("dequeued " + Descriptions.of(work));
        }

        @Override
        public void rejected(ThreadletWork work, ThreadletRejectedException why) {
            count("rejected " + Descriptions.of(work) + " " + why.reason());
        }

        @Override
        public void threadStarted(Thread thread) {
            count("threadStarted");
        }

        @Override
        public void threadStopped(Thread thread) {
            count("threadStopped");
        }
    }

    int works() {
        return works.size();
    }

    int futures() {
        return futures.size();
    }

    int bodies() {
        return bodies.size();
    }

    String submitNew(Kind kind, int home) {
        works.add(new Probe(new Body("work " + works.size(), kind)));
        return submit(works.size() - 1, home);
    }

    /** @param home 0: none, 1: one that runs it later, 2: one that rejects */
    String submit(int index, int home) {
        final Probe work = works.get(index);
        if (work.body.gate.getCount() == 0) {
            work.body.gate = new CountDownLatch(1); // of no effect where the work is running
        }
        if (home == 0) {
            queue.submit(work);
        } else {
            final Executor executor = home == 1 ? this::takeHome : Twin::reject;
            queue.submit(work, executor);
        }
        return "";
    }

    private void takeHome(Runnable completion) {
        synchronized (atHome) {
            atHome.add(completion);
        }
    }

    private static void reject(Runnable completion) {
        throw new RejectedExecutionException("no home");
    }

    String submitFuture(Kind kind) {
        final Body body = new Body("future " + futures.size(), kind);
        futures.add(new CompletableFuture<>()); // what stands for a rejected one
        futures.set(futures.size() - 1, queue.submit(body));
        return "";
    }

    String cancel(int index, boolean interrupt) {
        return Boolean.toString(futures.get(index).cancel(interrupt));
    }

    String completeExceptionally(int index) {
        return Boolean.toString(futures.get(index).completeExceptionally(new IllegalArgumentException("outside")));
    }

    String dequeue(int index) {
        return queue.dequeue(works.get(index)).toString();
    }

    String open(int body) {
        bodies.get(body).gate.countDown();
        return "";
    }

    void openAll() {
        bodies.forEach(body -> body.gate.countDown());
    }

    String shutdownNow() {
        return queue.shutdownNow().stream().map(Descriptions::of).toList().toString();
    }

    // ---- what is compared ----

    /**
     * All that can be seen, once the home has done what it was given.
     *
     * @param largest whether the most threads that there were is to be the same
     */
    List<String> view(boolean largest) {
        synchronized (atHome) {
            for (Runnable completion = atHome.poll(); completion != null; completion = atHome.poll()) {
                completion.run();
            }
        }
        final List<String> seen = new ArrayList<>();
        final String now = queue.snapshot().toString();
        seen.add(largest ? now : now.replaceFirst("largest=\\d+", "largest=?"));
        seen.add("shut down " + queue.isShutdown() + ", terminated " + queue.isTerminated());
        seen.add("queued "
                + queue.queued(100).stream().map(QueuedWork::description).toList());
        seen.add("running "
                + queue.running().stream()
                        .map(RunningWork::description)
                        .sorted()
                        .toList());
        synchronized (starts) {
            seen.add("starts " + (serial ? starts : starts.stream().sorted().toList()));
        }
        for (Probe work : works) {
            seen.add(work.body.name + " is " + work.state() + ", completions " + work.completions);
        }
        for (int i = 0; i < futures.size(); i++) {
            seen.add("future " + i + " is " + outcome(futures.get(i)));
        }
        seen.add("events " + new TreeMap<>(events));
        return seen;
    }

    private static String outcome(CompletableFuture<?> future) {
        if (!future.isDone()) {
            return "underway";
        }
        try {
            return "done: " + future.join();
        } catch (CancellationException | CompletionException failure) {
            return "done: " + failure;
        }
    }
}

package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One of the queues of {@link FullHeap}, and those who use it. They allocate nothing on their own. */
final class StarvedQueue {
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** What is done with it. */
    static final int WORKS = 1;

    static final int TASKS = 2;
    static final int PAUSES = 4;
    static final int ALL_BUT_PAUSES = WORKS | TASKS;
    static final int ALL = ALL_BUT_PAUSES | PAUSES;

    private static final int SUBMITTERS = 2;
    private static final int TRACKED = 48;
    private static final int BEFORE = 1_000;

    private final ThreadletQueue queue;
    private final ExecutorService executor;
    private final int uses;
    private final long seed;
    private final Executor[] homes;
    private final Tracked[][] tracked = new Tracked[SUBMITTERS][TRACKED];
    private final List<Thread> users = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    StarvedQueue(ThreadletQueue queue, int uses, ThreadletQueue home, long seed) {
        this.queue = queue;
        this.executor = queue.executor();
        this.uses = uses;
        this.seed = seed * 31 + queue.name().hashCode();
        this.homes = new Executor[] {
            home.executor(),
            Runnable::run,
            completion -> {
                throw Tracked.PLANNED;
            }
        };
        for (Tracked[] each : tracked) {
            for (int i = 0; i < each.length; i++) {
                each[i] = new Tracked();
                each[i].asTask = uses == TASKS || ((uses & TASKS) != 0 && i % 2 == 0);
                each[i].parkNanos = i % 3 == 0 ? 0 : i * 30_000L;
                each[i].fails = !isFuture(i) && i % 7 == 0;
            }
        }
    }

    /** What the tracked one of that number is submitted as, if it is a task. */
    private static boolean isFuture(int index) {
        return index % 3 != 2;
    }

    List<Thread> users(AtomicBoolean stop) {
        for (int i = 0; i < SUBMITTERS; i++) {
            final Tracked[] theirs = tracked[i];
            final long random = next(seed + i);
            users.add(new Thread(() -> submit(theirs, random, stop), queue.name() + " submitter"));
        }
        users.add(new Thread(() -> steer(stop), queue.name() + " steward"));
        users.forEach(user -> user.setDaemon(true));
        return users;
    }

    /** Next number of a random sequence; {@link java.util.Random} would do, too. */
    private static long next(long random) {
        return random * 6364136223846793005L + 1442695040888963407L;
    }

    private static int choose(long random, int bound) {
        return (int) ((random >>> 33) % bound);
    }

    private void submit(Tracked[] mine, long begin, AtomicBoolean stop) {
        long random = begin;
        while (!stop.get()) {
            random = next(random);
            final int index = choose(random, mine.length);
            final Tracked now = mine[index];
            if (isFree(now, index)) {
                try {
                    submit(now, index, random);
                } catch (Throwable thrown) {
                    now.threw++;
                    LockSupport.parkNanos(1_000_000);
                }
            }
            LockSupport.parkNanos(10_000);
        }
    }

    private static boolean isFree(Tracked now, int index) {
        return (now.asTask && !isFuture(index)) ? now.runs.get() >= now.returned : now.hasEnded();
    }

    private void submit(Tracked now, int index, long random) {
        if (!now.asTask) {
            if (index % 4 == 0) {
                queue.submit(now.work, homes[choose(random >>> 3, homes.length)]);
            } else {
                queue.submit(now.work);
            }
            now.returned++;
        } else if (!isFuture(index)) {
            executor.execute(now.task);
            now.returned++;
        } else {
            final ThreadletFuture<?> future =
                    index % 2 == 0 ? queue.submit((Callable<Integer>) now.task) : queue.submit((Runnable) now.task);
            now.returned++;
            now.future = future;
        }
    }

    private void steer(AtomicBoolean stop) {
        long random = next(seed);
        while (!stop.get()) {
            random = next(random);
            try {
                steer(random);
            } catch (Throwable thrown) {
                // there was no memory for it
            }
            LockSupport.parkNanos(500_000);
        }
    }

    private void steer(long random) {
        switch (choose(random, 8)) {
            case 0 -> {
                final int max = 1 + choose(random >>> 5, 64);
                queue.resize(choose(random >>> 7, max + 1), max);
            }
            case 1 -> {
                if ((uses & PAUSES) != 0) {
                    queue.pause();
                    LockSupport.parkNanos(200_000);
                    queue.resume();
                }
            }
            case 2 -> {
                for (Tracked each : tracked[choose(random >>> 2, SUBMITTERS)]) {
                    final ThreadletFuture<?> future = each.future;
                    if (future != null && !future.isDone()) {
                        future.cancel((random & 1) == 0);
                    }
                }
            }
            case 3 -> queue.resize(0, 64);
            case 4 -> queue.resume();
            default -> {
                for (Tracked each : tracked[choose(random >>> 2, SUBMITTERS)]) {
                    queue.dequeue(each.work);
                }
            }
        }
    }

    /** Until its users have been through all of their code a few times. */
    void awaitUse() {
        await("use", () -> queue.snapshot().submitted() >= BEFORE);
    }

    /** With memory back. Prints the queue's line. */
    boolean check() {
        try {
            checkAll();
        } catch (Throwable thrown) {
            problems.add("thrown: " + thrown + " at " + Arrays.toString(thrown.getStackTrace()));
        }
        System.out.println(ChildJvm.line(queue, problems));
        return problems.isEmpty();
    }

    private void checkAll() throws InterruptedException {
        queue.resume();
        queue.resize(0, 64);
        for (Thread user : users) {
            user.join(LIMIT.toMillis());
            if (user.isAlive()) {
                problems.add(user + " is stuck at " + Arrays.toString(user.getStackTrace()));
            }
        }
        queue.resume();
        queue.resize(0, 64);
        await("rest", this::isAtRest);
        long returned = 0;
        long runs = 0;
        long planned = 0;
        for (Tracked[] each : tracked) {
            for (int i = 0; i < each.length; i++) {
                checkOne(each[i], i);
                returned += each[i].returned;
                runs += each[i].runs.get();
                planned += each[i].fails ? each[i].runs.get() : 0;
            }
        }
        final QueueSnapshot now = queue.snapshot();
        final long unbegun = now.submitted() - now.dequeued() - runs;
        if (now.submitted() != returned
                || now.succeeded() != runs - planned
                || unbegun < 0
                || now.failed() != planned + unbegun) {
            problems.add("returned " + returned + ", run " + runs + ", of these to fail " + planned);
        }
        if (problems.isEmpty()) {
            checkEnd();
        }
    }

    private boolean isAtRest() {
        final QueueSnapshot now = queue.snapshot();
        return now.queued() == 0
                && now.idle() == now.cur()
                && now.submitted() == now.succeeded() + now.failed() + now.dequeued()
                && queue.running().isEmpty()
                && Arrays.stream(tracked)
                        .flatMap(Arrays::stream)
                        .allMatch(each -> each.hasEnded() && (each.asTask || each.completions.get() >= each.returned));
    }

    private void checkOne(Tracked one, int index) {
        final int runs = one.runs.get();
        final boolean good;
        if (one.asTask) {
            good = runs <= one.returned && one.hasEnded();
        } else {
            good = one.completions.get() == one.returned
                    && runs == one.returned - one.dequeued.get() - one.unbegun.get()
                    && one.hasEnded();
        }
        if (!good) {
            problems.add(index + ": " + one);
        }
    }

    private void checkEnd() throws InterruptedException {
        final Tracked fresh = new Tracked();
        await("a thread that may be started", () -> isAccepted(fresh.work));
        await("a fresh work", () -> fresh.completions.get() == 1);
        queue.shutdown();
        if (!queue.awaitTermination(LIMIT) || queue.snapshot().cur() != 0) {
            problems.add("does not terminate");
        }
    }

    /** After a start that failed, a queue without a thread refuses for up to a second. It refuses for nothing else. */
    private boolean isAccepted(ThreadletWork work) {
        try {
            queue.submit(work);
            return true;
        } catch (ThreadletRejectedException tooSoon) {
            if (tooSoon.reason() != ThreadletRejectedException.Reason.NO_THREAD) {
                throw tooSoon;
            }
            return false;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + LIMIT.toNanos();
        while (problems.isEmpty() && !condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                problems.add("not in time: " + what + ", threads:" + ChildJvm.stacksOf(queue));
            }
            LockSupport.parkNanos(100_000);
        }
    }
}

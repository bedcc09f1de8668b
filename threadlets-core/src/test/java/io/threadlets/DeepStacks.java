package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A program that uses queues where the stack overflows: in deep callers, in bodies on the queue's own threads and on
 * another queue's, with code that is cold or warm. Afterwards it looks whether each submission that returned has ended
 * exactly once, each that threw was not run, and the queues still work and can be ended. It prints one line a queue.
 *
 * <p>Arguments: {@code cold} where no queue has been used before, {@code used} where another one has been, a little, or
 * {@code warm} where all of them have been, a lot; a seed; and for how many milliseconds to go on with further rounds.
 */
final class DeepStacks {
    private static final int LEVELS = 240;
    private static final int WARM_UP = 50_000;
    private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int[] STACKS = {256 * 1024, 384 * 1024, 512 * 1024};

    private final String name;
    private final ThreadletQueue queue;
    private final ThreadletQueue other;
    private final OnFull policy;
    private final List<Tracked> all = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Of submissions that are not tracked. */
    private long untracked;

    private DeepStacks(String name, OnFull policy) {
        this.name = name;
        this.policy = policy;
        final ThreadletQueue.Builder builder = ThreadletQueue.builder(name).maxThreads(2);
        if (policy != OnFull.REJECT) {
            builder.capacity(2).onFull(policy);
        }
        this.queue = builder.idleTimeout(Duration.ofMillis(2)).build();
        this.other = ThreadletQueue.builder(name + "-other").maxThreads(2).build();
    }

    public static void main(String[] args) {
        final long millis = Long.parseLong(args[2]);
        ChildJvm.guard(millis, () -> {
            final boolean warm = args[0].equals("warm");
            final long seed = Long.parseLong(args[1]);
            final long deadline = System.nanoTime() + millis * 1_000_000;
            if (args[0].equals("used")) {
                rehearse();
            }
            boolean good = true;
            int round = 0;
            do {
                good = round(warm, seed, round);
                round++;
            } while (good && System.nanoTime() - deadline < 0);
            return good;
        });
    }

    /** Makes each kind of call on a shallow stack. */
    private static void rehearse() throws InterruptedException {
        for (OnFull policy : OnFull.values()) {
            final DeepStacks rehearsal = new DeepStacks("rehearsal-" + policy, policy);
            rehearsal.descent(0).rehearse();
            rehearsal.overflowingBody();
            rehearsal.check();
            if (!rehearsal.problems.isEmpty()) {
                throw new AssertionError(rehearsal.problems);
            }
        }
    }

    /** All queues side by side: most of the time each of them waits for something. */
    private static boolean round(boolean warm, long seed, int round) throws InterruptedException {
        final List<Thread> threads = new ArrayList<>();
        final AtomicInteger good = new AtomicInteger();
        for (OnFull policy : OnFull.values()) {
            final DeepStacks queue = new DeepStacks(policy + "-" + seed + "-" + round, policy);
            final Thread thread = new Thread(
                    () -> {
                        if (queue.test(seed * 31 + round, warm, round == 0)) {
                            good.incrementAndGet();
                        }
                    },
                    "test of " + queue.name);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return good.get() == threads.size();
    }

    private void warmUp() throws InterruptedException {
        final Tracked[] works = prepare(64);
        for (int i = 0; i < WARM_UP; i++) {
            final Tracked now = works[i % works.length];
            awaitLimited("warm-up", now::hasEnded);
            if (i % 2 == 0) {
                queue.submit(now.work);
            } else {
                queue.executor().execute(now.task);
            }
            untracked++;
        }
        all.clear();
        if (policy != OnFull.REJECT) {
            return;
        }
        for (int i = 0; i < 1_000; i++) {
            final Tracked now = new Tracked();
            final ThreadletFuture<?> future = queue.submit((Runnable) now.task);
            untracked++;
            if (i % 2 == 0) {
                future.cancel(true);
            }
            queue.dequeue(now.work);
        }
    }

    private boolean test(long seed, boolean warm, boolean first) {
        try {
            if (warm && first) {
                warmUp();
            }
            final int descents = warm ? Descent.OPERATIONS : 3;
            for (int i = 0; i < descents && problems.isEmpty(); i++) {
                deepCaller(seed + i, STACKS[i % STACKS.length]);
                deepBody(queue, seed + i);
                deepBody(other, seed - i);
                overflowingBody();
            }
            check();
        } catch (Throwable thrown) {
            problem("thrown: " + thrown + " at " + Arrays.toString(thrown.getStackTrace()));
        }
        System.out.println(ChildJvm.line(queue, problems));
        return problems.isEmpty();
    }

    private Tracked[] prepare(int count) {
        final Tracked[] prepared = new Tracked[count];
        for (int i = 0; i < count; i++) {
            prepared[i] = new Tracked();
            prepared[i].spins = i % 16;
        }
        all.addAll(Arrays.asList(prepared));
        return prepared;
    }

    private Descent descent(long seed) {
        // somebody must resume: who waits for room in a paused queue cannot
        return new Descent(queue, prepare(LEVELS), seed, policy != OnFull.BLOCK);
    }

    private void deepCaller(long seed, int stackSize) throws InterruptedException {
        final Descent descent = descent(seed);
        final Thread thread = new Thread(null, descent::run, "deep caller", stackSize);
        thread.setDaemon(true);
        thread.start();
        thread.join(LIMIT_NANOS / 1_000_000);
        if (thread.isAlive()) {
            problem("the deep caller is stuck at " + Arrays.toString(thread.getStackTrace()));
        }
        queue.resume();
    }

    /** On a thread of the queue that is used, or of another one. */
    private void deepBody(ThreadletQueue on, long seed) throws InterruptedException {
        final Descent descent = descent(seed);
        final Probed body = new Probed(descent);
        if (on.equals(queue)) {
            untracked++;
        }
        on.submit(body);
        awaitLimited("a body that uses the queue deep down", () -> {
            queue.resume();
            return body.ended;
        });
    }

    private static final class Probed extends ThreadletWork {
        private final Descent descent;
        volatile boolean ended;

        Probed(Descent descent) {
            this.descent = descent;
        }

        @Override
        protected void run() {
            descent.run();
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            ended = true;
        }
    }

    /** A body that does nothing but overflow. */
    private void overflowingBody() throws InterruptedException {
        final Overflowing body = new Overflowing();
        untracked++;
        queue.submit(body);
        awaitLimited("a body that overflows", () -> body.ended == 1);
        if (body.state() != ThreadletWork.State.FAILED) {
            problem("a body that overflowed is " + body.state());
        }
    }

    private static final class Overflowing extends ThreadletWork {
        volatile int ended;

        @Override
        protected void run() {
            deeper(1);
        }

        private static int deeper(int level) {
            return level < 0 ? level : deeper(level + 1) + 1;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // never two at a time
        protected void completed(@Nullable Throwable failure) {
            ended++;
        }
    }

    private void check() throws InterruptedException {
        queue.resume();
        queue.resize(0, 2);
        awaitLimited("rest", this::isAtRest);
        for (Tracked each : all) {
            checkOne(each);
        }
        final long returned = all.stream().mapToLong(each -> each.returned).sum() + untracked;
        final QueueSnapshot now = queue.snapshot();
        if (now.submitted() != returned) {
            problem("returned " + returned + ", but submitted " + now.submitted());
        }
        if (!problems.isEmpty()) {
            return;
        }
        submitAgain();
        final Tracked fresh = new Tracked();
        ThreadletQueue.global().submit(fresh.work);
        awaitLimited("a work of the global queue", fresh::hasEnded);
        end(queue);
        end(other);
    }

    private boolean isAtRest() {
        final QueueSnapshot now = queue.snapshot();
        return now.queued() == 0
                && now.idle() == now.cur()
                && now.submitted() == now.succeeded() + now.failed() + now.dequeued()
                && queue.running().isEmpty()
                && all.stream().allMatch(Tracked::hasEnded);
    }

    private void checkOne(Tracked each) {
        final ThreadletWork.State state = each.work.state();
        final boolean bad;
        if (each.threw == 1) {
            bad = each.runs.get() != 0 || each.completions.get() != 0 || state != ThreadletWork.State.NEW;
        } else if (each.returned == 0) {
            bad = each.runs.get() != 0;
        } else if (each.asTask) {
            bad = each.runs.get() > 1;
        } else {
            // a body or a completed that was called in a deep caller may have overflowed before it counted
            bad = each.runs.get() > 1
                    || each.completions.get() > 1
                    || (state == ThreadletWork.State.SUCCEEDED && each.runs.get() != 1)
                    || (state == ThreadletWork.State.DEQUEUED && (each.runs.get() != 0 || each.dequeueThrew))
                    || (policy == OnFull.REJECT
                            && state == ThreadletWork.State.SUCCEEDED
                            && each.completions.get() != 1);
        }
        if (bad) {
            problem(each.toString() + (each.dequeueThrew ? ", dequeue threw" : ""));
        }
    }

    /** What threw deep down is as if it had never been submitted. */
    private void submitAgain() throws InterruptedException {
        for (Tracked each : all) {
            if (each.threw == 1 && !each.asTask) {
                queue.submit(each.work);
                awaitLimited("a work that is submitted again", each::hasEnded);
                if (each.runs.get() != 1 || each.work.state() != ThreadletWork.State.SUCCEEDED) {
                    problem("submitted again: " + each);
                }
            }
        }
        final Tracked fresh = new Tracked();
        queue.submit(fresh.work);
        awaitLimited("a fresh work", () -> fresh.completions.get() == 1);
    }

    private void end(ThreadletQueue ended) throws InterruptedException {
        ended.shutdown();
        if (!ended.awaitTermination(Duration.ofNanos(LIMIT_NANOS))
                || ended.snapshot().cur() != 0) {
            problem("does not terminate: " + ended.snapshot());
        }
    }

    private void awaitLimited(String what, BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + LIMIT_NANOS;
        while (problems.isEmpty() && !condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                problem("not in time: " + what + ", " + queue.snapshot() + ", threads:" + ChildJvm.stacksOf(queue));
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private void problem(String what) {
        problems.add(what);
    }
}

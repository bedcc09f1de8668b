package io.threadlets;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through what a queue does, before the first queue is used: so that no class has to be loaded and no call to
 * be linked later, where the stack may have no room for that, or the heap none. A class that fails to be initialised
 * there would be lost to the whole JVM.
 *
 * <p>It has a thread of its own, with a whole stack, which plays the submitter and the threads of the queue. Before the
 * first queue is built it does the same with one that nobody uses. Then it rests, so that the application which builds
 * that queue while it starts has the processors to itself; the first use of a queue ends the rest.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it is not for their results
final class Rehearsal {
    private static final long REST_MILLIS = 1_000;

    private static final AtomicBoolean DONE = new AtomicBoolean();

    /** Set under the lock of the class. */
    private static final AtomicReference<Rehearsal> LATEST = new AtomicReference<>();

    private final CountDownLatch built = new CountDownLatch(1);
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Runnable> lives = new ArrayDeque<>();

    private Rehearsal() {}

    static boolean isDone() {
        return DONE.get();
    }

    /** To be called before a queue is built. What fails is tried again with the next one. */
    static void begin() {
        final Rehearsal underway = isDone() ? null : underway();
        if (underway != null) {
            await(underway.built);
        }
    }

    /** To be called before a queue is used. What fails is tried again with the next use. */
    static void ensureDone() {
        final Rehearsal underway = isDone() ? null : underway();
        if (underway != null) {
            underway.wanted.countDown();
            await(underway.over);
        }
    }

    /** Null where there is no thread to be had: the queue will do without. */
    private static synchronized @Nullable Rehearsal underway() {
        final @Nullable Rehearsal latest = LATEST.get();
        if (latest != null && latest.over.getCount() > 0) {
            return latest;
        }
        try {
            final Rehearsal next = new Rehearsal();
            OwnThreads.start(next::play, "threadlets-rehearsal");
            LATEST.set(next);
            return next;
        } catch (Throwable noThread) {
            return null;
        }
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void play() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, planned) -> {});
        try {
            build();
            built.countDown();
            wanted.await(REST_MILLIS, TimeUnit.MILLISECONDS);
            play(OnFull.REJECT, false);
            play(OnFull.CALLER_RUNS, true);
            play(OnFull.BLOCK, false);
            FlightRecorder.rehearse();
            Patience.pause(0); // what threads do that meet, or wake one another
            Patience.unpark(Thread.currentThread());
            new CompletableFuture<Nothing>().completeOnTimeout(null, 1, TimeUnit.NANOSECONDS); // the JDK's timer
            DONE.set(true);
        } catch (Throwable noMemory) { // it was only a rehearsal
        } finally {
            built.countDown();
            over.countDown();
        }
    }

    /** What callers make themselves, deep down perhaps. */
    private void build() {
        new Inner(queue(OnFull.REJECT, false), false).state();
        new FutureWork<>(() -> null).state();
    }

    private ThreadletQueue queue(OnFull policy, boolean observed) {
        return new ThreadletQueue(
                new AtomicEngine(new QueueConfig(
                        QueueConfig.REHEARSAL,
                        0,
                        1,
                        1,
                        1,
                        policy,
                        ThreadSource.played(lives),
                        new Listeners(observed ? List.of(new Failing()) : List.of()),
                        observed,
                        System::nanoTime,
                        Rejections.ADVICE)),
                false);
    }

    private void play(OnFull policy, boolean observed) throws InterruptedException {
        final ThreadletQueue queue = queue(policy, observed);
        final Executor here = Runnable::run;
        queue.submit(new Inner(queue, false), here);
        runLives();
        queue.submit(new Inner(queue, false), new Failing());
        runLives();
        queue.submit(new Inner(queue, true));
        queue.executor().execute(new Nothing());
        final ThreadletWork work = new Inner(queue, false);
        if (policy != OnFull.BLOCK) { // which would wait for room
            submitLeniently(queue, work);
        }
        callAny(queue);
        queue.dequeue(work);
        runLives();
        cancel(queue);
        steer(queue);
        runLives();
        queue.submit(new Nothing());
        queue.submit(work, here);
        work.state();
        submitLeniently(queue, work);
        queue.executor().shutdownNow();
        submitLeniently(queue, work);
        runLives();
        queue.isTerminated();
    }

    /** Without success, as nobody runs it meanwhile; waits for room in a full queue, or for the task. */
    private static void callAny(ThreadletQueue queue) throws InterruptedException {
        try {
            queue.executor().invokeAny(List.of(Executors.callable(new Nothing())), 1, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | ThreadletRejectedException planned) { // as it should be
        }
    }

    private static void cancel(ThreadletQueue queue) {
        queue.submit(new Nothing()).cancel(true);
        queue.submit(new Nothing()).complete(null);
    }

    private void steer(ThreadletQueue queue) {
        queue.pause();
        queue.submit(new Nothing());
        runLives();
        queue.resume();
        queue.resize(1, 2);
        queue.resize(0, 1);
        queue.running();
        queue.queued(1);
        if (queue.toString().equals(Rejections.noThread(new Inner(queue, false), queue.snapshot(), null))) {
            throw new AssertionError(queue);
        }
        queue.owns(Thread.currentThread());
    }

    private static void submitLeniently(ThreadletQueue queue, ThreadletWork work) {
        try {
            queue.submit(work);
        } catch (ThreadletRejectedException | IllegalStateException full) { // or it is submitted already
            if (full.getMessage() == null) {
                throw new AssertionError(full);
            }
        }
    }

    private void runLives() {
        for (Runnable life = lives.poll(); life != null; life = lives.poll()) {
            life.run();
        }
    }

    /** Does on a thread of the queue what works do there. */
    private static final class Inner extends ThreadletWork {
        private final ThreadletQueue queue;
        private final boolean interrupted;

        Inner(ThreadletQueue queue, boolean interrupted) {
            this.queue = queue;
            this.interrupted = interrupted;
        }

        @Override
        protected void run() throws Exception {
            final ThreadletFuture<@Nullable Void> awaited = queue.submit(new Nothing());
            submitLeniently(queue, ThreadletWork.of(new Nothing()));
            awaited.get();
            if (interrupted) {
                interruptForCancel();
                throw new IllegalStateException();
            }
        }

        @Override
        protected void completed(@Nullable Throwable failure) {}
    }

    /** A listener and a home that fail. */
    private static final class Failing implements ThreadletListener, Executor {
        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            throw new IllegalStateException();
        }

        @Override
        public void execute(Runnable completion) {
            throw new IllegalStateException();
        }
    }

    /** A class, since each lambda would have to be linked on its own. */
    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }
}

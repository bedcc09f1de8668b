package io.threadlets;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through what a queue does, before the first queue is used: so that no class has to be loaded and no call to
 * be linked later, where the stack may have no room for that, or the heap none. A class that fails to be initialised
 * there would be lost to the whole JVM.
 *
 * <p>One thread plays the submitter and those of the queue.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it is not for their results
final class Rehearsal {
    private final Queue<Runnable> lives = new ArrayDeque<>();

    private static final AtomicBoolean DONE = new AtomicBoolean();

    private Rehearsal() {}

    /** On a thread of its own, which has a whole stack. What fails is tried again with the next queue. */
    static synchronized void ensureDone() {
        if (DONE.get()) {
            return;
        }
        boolean interrupted = false;
        try {
            final Thread thread = OwnThreads.start(Rehearsal::play, "threadlets-rehearsal");
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (Throwable noThread) { // the queue will do without
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void play() {
        try {
            final Rehearsal rehearsal = new Rehearsal();
            rehearsal.play(OnFull.REJECT, false);
            rehearsal.play(OnFull.CALLER_RUNS, true);
            rehearsal.play(OnFull.BLOCK, false);
            FlightRecorder.rehearse();
            DONE.set(true);
        } catch (Throwable noMemory) { // it was only a rehearsal
        }
    }

    private void play(OnFull policy, boolean observed) {
        final ThreadletQueue queue = new ThreadletQueue(
                new AtomicEngine(new QueueConfig(
                        QueueConfig.REHEARSAL,
                        0,
                        1,
                        1,
                        1,
                        policy,
                        ThreadSource.played(lives),
                        new Listeners(observed ? List.of(new ThreadletListener() {}) : List.of()),
                        observed,
                        System::nanoTime,
                        Rejections.ADVICE)),
                false);
        final Executor here = Runnable::run;
        queue.submit(new Inner(queue, false), here);
        runLives();
        queue.submit(new Inner(queue, true));
        queue.executor().execute(() -> {});
        final ThreadletWork work = new Inner(queue, false);
        if (policy != OnFull.BLOCK) { // which would wait for room
            submitLeniently(queue, work);
        }
        queue.dequeue(work);
        runLives();
        cancel(queue);
        steer(queue);
        runLives();
        queue.submit(() -> {});
        queue.submit(work, here);
        work.state();
        submitLeniently(queue, work);
        queue.shutdownNow();
        submitLeniently(queue, work);
        runLives();
        queue.isTerminated();
    }

    private static void cancel(ThreadletQueue queue) {
        queue.submit(() -> {}).cancel(true);
        queue.submit(() -> {}).complete(null);
    }

    private void steer(ThreadletQueue queue) {
        queue.pause();
        queue.submit(() -> {});
        runLives();
        queue.resume();
        queue.resize(1, 2);
        queue.resize(0, 1);
        queue.running();
        queue.queued(1);
        queue.snapshot();
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
            final ThreadletFuture<@Nullable Void> awaited = queue.submit(() -> {});
            submitLeniently(queue, ThreadletWork.of(() -> {}));
            awaited.get();
            if (interrupted) {
                interruptForCancel();
                throw new IllegalStateException();
            }
        }

        @Override
        protected void completed(@Nullable Throwable failure) {}
    }
}

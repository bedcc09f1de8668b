package io.threadlets;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A work, or a task, and what became of its submissions. For programs in which any allocation and any call may fail:
 * the counts are fields that whoever counts writes himself, since a call could overflow the stack between what happened
 * and the note of it.
 */
final class Tracked {
    /** What a body that is to fail throws. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // there may be no memory for another one
    static final Error PLANNED = new Error("planned", null, false, false) {
        private static final long serialVersionUID = 1L;
    };

    final Work work = new Work();
    final Task task = new Task();

    /** What it was submitted as last, and the future of that; by the submitter. */
    boolean asTask;

    volatile @Nullable ThreadletFuture<?> future;

    /** How many submissions returned normally, and how many did not; by the submitter. */
    int returned;

    int threw;

    /** Whether an attempt to take it back threw. */
    boolean dequeueThrew;

    /** What its body does: it uses the processor, waits, and fails, each where it is told to. */
    int spins;

    long parkNanos;

    boolean fails;

    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger completions = new AtomicInteger();

    /** Of the completions: taken back, and failed without having been run. */
    final AtomicInteger dequeued = new AtomicInteger();

    final AtomicInteger unbegun = new AtomicInteger();

    final class Work extends ThreadletWork {
        @Override
        protected void run() {
            body();
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions.incrementAndGet();
            if (failure instanceof CancellationException) {
                dequeued.incrementAndGet();
            } else if (failure != null && !PLANNED.equals(failure)) {
                unbegun.incrementAndGet();
            }
        }
    }

    final class Task implements Runnable, Callable<Integer> {
        @Override
        public void run() {
            body();
        }

        @Override
        public Integer call() {
            body();
            return 1;
        }
    }

    private void body() {
        runs.incrementAndGet();
        for (int spin = 0; spin < spins; spin++) {
            Thread.onSpinWait();
        }
        if (parkNanos > 0) {
            LockSupport.parkNanos(parkNanos);
        }
        if (fails) {
            throw PLANNED;
        }
    }

    /** Whether the last submission that returned has ended. */
    boolean hasEnded() {
        if (asTask) {
            final ThreadletFuture<?> last = future;
            return last == null || last.isDone();
        }
        final ThreadletWork.State state = work.state();
        return state != ThreadletWork.State.QUEUED && state != ThreadletWork.State.RUNNING;
    }

    @Override
    public String toString() {
        final ThreadletFuture<?> last = future;
        return (asTask ? "task" : "work " + work.state()) + ": returned " + returned + ", threw " + threw + ", runs "
                + runs + ", completions " + completions + ", dequeued " + dequeued + ", unbegun " + unbegun
                + (last == null ? "" : ", done " + last.isDone());
    }
}

package io.threadlets;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Futures of one queue, of which the first success is wanted. Who waits on a thread of that queue runs those that are
 * still queued, one after another. A success interrupts its own thread in that, and in a task that the queue has it run
 * when it submits it; and ends its wait for room. For one thread.
 */
final class FirstSuccess<T extends @Nullable Object> {
    private final String queue;
    private final List<ThreadletFuture<T>> futures = new ArrayList<>();
    private final BlockingQueue<ThreadletFuture<T>> done = new LinkedBlockingQueue<>();
    private final Thread owner = Thread.currentThread();
    private volatile boolean success;

    /** The one that the owner runs, or submits and may have to run. Written by the owner. */
    private volatile @Nullable ThreadletFuture<T> here;

    FirstSuccess(String queue) {
        this.queue = queue;
    }

    List<ThreadletFuture<T>> futures() {
        return futures;
    }

    /** Whether the rest is not wanted any more. */
    boolean hasSuccess() {
        return success;
    }

    /** Adds the future of a task that the owner is about to submit. */
    @SuppressWarnings("FutureReturnValueIgnored") // of whenComplete; the future itself is looked at
    void add(ThreadletFuture<T> future) {
        futures.add(future);
        here = future;
        future.whenComplete((value, failure) -> {
            done.add(future);
            if (failure == null) {
                success = true;
                giveUp(here);
                Patience.unpark(owner); // it may wait for room
            }
        });
    }

    private void giveUp(@Nullable ThreadletFuture<T> unwanted) {
        if (unwanted != null) {
            unwanted.cancel(true); // no effect on the one that has just succeeded
        }
    }

    T await(long deadlineNanos) throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException last = null;
        for (int left = futures.size(); left > 0; left--) {
            final ThreadletFuture<T> next = next(deadlineNanos);
            if (next == null) {
                throw new TimeoutException("None of " + futures.size() + " tasks of queue '" + queue
                        + "' succeeded in time; " + left + " had not ended");
            }
            try {
                return next.get();
            } catch (ExecutionException e) {
                last = e;
            } catch (CancellationException e) {
                last = new ExecutionException(e);
            }
        }
        throw Objects.requireNonNull(last);
    }

    private @Nullable ThreadletFuture<T> next(long deadlineNanos) throws InterruptedException {
        for (ThreadletFuture<T> future : futures) {
            if (!done.isEmpty() || !future.mayRunInPlace()) {
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            here = future;
            if (done.isEmpty()) { // else its success may have come too early to give this one up
                future.runInPlace();
            }
            here = null;
        }
        return done.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}

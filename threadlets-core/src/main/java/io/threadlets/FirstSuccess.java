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
 * still queued, one after another, and is interrupted in that when another one succeeds. For one thread.
 */
final class FirstSuccess<T extends @Nullable Object> {
    private final String queue;
    private final List<ThreadletFuture<T>> futures = new ArrayList<>();
    private final BlockingQueue<ThreadletFuture<T>> done = new LinkedBlockingQueue<>();

    /** The one that is being run in place. Written by the thread that waits. */
    private volatile @Nullable ThreadletFuture<T> inPlace;

    FirstSuccess(String queue) {
        this.queue = queue;
    }

    List<ThreadletFuture<T>> futures() {
        return futures;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of whenComplete; the future itself is looked at
    void add(ThreadletFuture<T> future) {
        futures.add(future);
        future.whenComplete((value, failure) -> {
            done.add(future);
            if (failure == null) {
                giveUp(inPlace);
            }
        });
    }

    private void giveUp(@Nullable ThreadletFuture<T> running) {
        if (running != null) {
            running.cancel(true); // no effect on the one that has just succeeded
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
            inPlace = future;
            if (done.isEmpty()) { // else its success may have come too early to give this one up
                future.runInPlace();
            }
            inPlace = null;
        }
        return done.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}

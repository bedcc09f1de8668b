package io.threadlets;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Futures of one queue, of which the first success is wanted. Who waits on a thread of that queue runs those that are
 * still queued, one after another. A success interrupts its own thread in that, and in a task that the queue has it run
 * when it submits it; and ends its wait for room. For one thread.
 */
final class FirstSuccess<T extends @Nullable Object> {
    private static final Function<ThreadletFuture<?>, Boolean> CANCEL = FirstSuccess::cancel;

    private final String queue;
    private final List<ThreadletFuture<T>> futures = new ArrayList<>();
    private final AtomicReference<@Nullable Ended> done = new AtomicReference<>();
    private final Thread owner = Thread.currentThread();
    private volatile boolean success;

    /** The one that the owner runs, or submits and may have to run. Written by the owner. */
    private volatile @Nullable ThreadletFuture<T> here;

    /**
     * A future that is done and that the owner has not looked at, above those that were so before. Made by the owner,
     * as it must not need memory when it is done.
     */
    private final class Ended implements BiFunction<@Nullable T, @Nullable Throwable, @Nullable Void> {
        private final ThreadletFuture<T> future;
        private @Nullable Ended below;

        Ended(ThreadletFuture<T> future) {
            this.future = future;
        }

        @Override
        public @Nullable Void apply(@Nullable T value, @Nullable Throwable failure) {
            do {
                below = done.get();
            } while (!done.compareAndSet(below, this));
            if (failure == null) {
                success = true;
            }
            Patience.unpark(owner); // it may wait for room, too
            if (failure == null) {
                giveUp(here);
            }
            return null;
        }
    }

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
    @SuppressWarnings("FutureReturnValueIgnored") // of handle; the future itself is looked at
    void add(ThreadletFuture<T> future) {
        futures.add(future);
        here = future;
        future.handle(new Ended(future)); // whose stage makes nothing of a failure
    }

    private static boolean cancel(ThreadletFuture<?> future) {
        return future.cancel(true);
    }

    private static void giveUp(@Nullable ThreadletFuture<?> unwanted) {
        if (unwanted != null) {
            Patience.atLast(CANCEL, unwanted); // no effect on the one that has just succeeded
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
            if (done.get() != null || !future.mayRunInPlace()) {
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            here = future;
            if (done.get() == null) { // else its success may have come too early to give this one up
                future.runInPlace();
            }
            here = null;
        }
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            final Ended last = done.get();
            if (last == null) {
                final long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                LockSupport.parkNanos(this, left);
            } else if (done.compareAndSet(last, last.below)) {
                return last.future;
            }
        }
    }
}

package io.threadlets.sample;

import java.util.NavigableMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are under way: at most so many at once, so that a scan of a million files holds a few hundred futures.
 *
 * <p>Waiting for room or for the end cannot be interrupted, and need not be: cancelling makes room at once.
 */
final class InFlight {

    private final int limit;
    private final Semaphore free;
    private final NavigableMap<Long, CompletableFuture<?>> calls = new ConcurrentSkipListMap<>();
    private final AtomicLong latest = new AtomicLong();
    private volatile boolean cancelled;

    InFlight(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Makes the call as soon as there is room; {@code done} gets its value or its failure, in whatever thread. */
    <T> void submit(Callable<CompletableFuture<T>> call, BiConsumer<? super @Nullable T, @Nullable Throwable> done) {
        free.acquireUninterruptibly();
        begin(call, done);
    }

    /** Makes the call if there is room at once, and says whether there was. */
    <T> boolean trySubmit(
            Callable<CompletableFuture<T>> call, BiConsumer<? super @Nullable T, @Nullable Throwable> done) {
        if (!free.tryAcquire()) {
            return false;
        }
        begin(call, done);
        return true;
    }

    private <T> void begin(
            Callable<CompletableFuture<T>> call, BiConsumer<? super @Nullable T, @Nullable Throwable> done) {
        if (cancelled) {
            free.release();
            return;
        }
        CompletableFuture<T> future = start(call);
        long number = latest.incrementAndGet();
        calls.put(number, future);
        var unused = future.whenComplete((value, failure) -> {
            calls.remove(number);
            try {
                done.accept(value, cause(failure));
            } finally {
                free.release();
            }
        });
        if (cancelled) {
            future.cancel(true);
        }
    }

    /**
     * Cancels the calls under way and makes no others. The latest go first: those that wait are gone before cancelling
     * one that runs frees a thread for them.
     */
    void cancel() {
        cancelled = true;
        calls.descendingMap().values().forEach(call -> call.cancel(true));
    }

    /** Returns when every call so far is done. */
    void await() {
        free.acquireUninterruptibly(limit);
        free.release(limit);
    }

    private static <T> CompletableFuture<T> start(Callable<CompletableFuture<T>> call) {
        try {
            return call.call();
        } catch (Exception | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

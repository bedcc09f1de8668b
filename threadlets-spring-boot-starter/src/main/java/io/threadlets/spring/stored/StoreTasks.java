package io.threadlets.spring.stored;

import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.call.Sneaky;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CapturedContext;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Does things with the store of one queue for callers that must not wait for long: a connection pool without a
 * connection takes half a minute to say so, and a socket without an answer may take for ever. They are done on other
 * threads, in the context of the caller. Safe from any thread.
 */
final class StoreTasks {
    /** What a caller waits at most. */
    private static final long PATIENCE_SECONDS = 5;

    /** So many threads may wait for the store at once, however many callers there are. */
    private static final int MOST_THREADS = 8;

    private final String queue;
    private final CallContext context;
    private final Executor background;
    private final Semaphore free = new Semaphore(MOST_THREADS);

    StoreTasks(String queue, CallContext context, Executor background) {
        this.queue = queue;
        this.context = context;
        this.background = background;
    }

    /**
     * @throws TimeoutException if it has not ended in time; it goes on all the same
     * @throws ThreadletStoreException if the caller is interrupted; it goes on all the same
     */
    <T> T run(Supplier<T> task) throws TimeoutException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        final FutureTask<T> answer = new FutureTask<>(() -> {
            try {
                return task.get();
            } finally {
                free.release();
            }
        });
        try {
            if (free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                begin(answer);
                return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException silent) {
            // as without a thread
        } catch (ExecutionException failed) {
            throw Sneaky.asThrown(Objects.requireNonNull(failed.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThreadletStoreException(
                    queue,
                    "Queue '" + queue + "': its store was waited for, and the waiting was interrupted. What it was"
                            + " asked for may still be done",
                    e);
        }
        throw new TimeoutException("no answer within " + PATIENCE_SECONDS + " s");
    }

    private void begin(FutureTask<?> task) {
        try {
            final CapturedContext caller = context.capture(null);
            background.execute(() -> caller.runAnyway(task));
        } catch (RuntimeException | Error failure) {
            if (task.cancel(false)) { // it has not begun
                free.release();
            }
            throw failure;
        }
    }
}

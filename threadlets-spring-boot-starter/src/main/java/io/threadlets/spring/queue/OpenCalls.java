package io.threadlets.spring.queue;

import io.threadlets.ThreadletWork;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stop has to know of calls that their queues do not know: those whose body has returned a stage that goes on,
 * which no thread has any more, and those whose body was interrupted by somebody else. Safe from any thread.
 */
public final class OpenCalls {
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();

    /** Null while no queue is being stopped, and nobody wants to know. */
    private volatile @Nullable Queue<Ended> ended;

    /** A call that goes on without a thread, until its stage has ended or the call is given up. */
    public final class Open {
        private final String queue;
        private final ThreadletWork call;
        private final Runnable cancel;
        private volatile boolean isCancelled;

        private Open(String queue, ThreadletWork call, Runnable cancel) {
            this.queue = queue;
            this.call = call;
            this.cancel = cancel;
        }

        String queue() {
            return queue;
        }

        ThreadletWork call() {
            return call;
        }

        /**
         * Keeps the call open until its stage has ended and whoever hears of that has returned.
         *
         * @param end what to tell of the stage's end
         * @return what to give to the stage instead
         */
        public BiConsumer<@Nullable Object, @Nullable Throwable> until(
                BiConsumer<@Nullable Object, @Nullable Throwable> end) {
            return (value, failure) -> {
                try {
                    end.accept(value, failure);
                } finally {
                    close(fate(failure));
                }
            };
        }

        private Fate fate(@Nullable Throwable failure) {
            if (isCancelled || isCancellation(failure)) {
                return Fate.CANCELLED;
            }
            return failure == null ? Fate.FINISHED : Fate.FAILED;
        }

        /**
         * The call was given up, and its caller was told. A stage that cannot be cancelled is not waited for any more,
         * unless it was a stop that cancelled the call.
         */
        public void giveUp() {
            if (!isCancelled) {
                close(Fate.CANCELLED);
            }
        }

        /** Noted first: a stop that finds nothing open is to know how all have ended. */
        private void close(Fate fate) {
            if (open.contains(this)) {
                note(queue, call, fate);
                open.remove(this);
            }
        }
    }

    /** How a call has ended. */
    record Ended(String queue, ThreadletWork call, Fate fate) {}

    /** For one context. */
    OpenCalls() {}

    /**
     * Says that a call goes on without a thread. To be called before the thread that ran the body is free.
     *
     * @param queue name of the call's queue
     * @param call the call
     * @param cancel cancels the call, and with it the stage; not called while a thread of the queue runs the body
     * @return the open call
     */
    public Open open(String queue, ThreadletWork call, Runnable cancel) {
        final Open one = new Open(queue, call, cancel);
        opened.incrementAndGet();
        open.add(one);
        return one;
    }

    private static boolean isCancellation(@Nullable Throwable failure) {
        return failure instanceof CancellationException
                || (failure instanceof CompletionException && failure.getCause() instanceof CancellationException);
    }

    /**
     * Tells of a call whose body has ended after it was interrupted, by its timeout or its caller.
     *
     * @param queue name of the call's queue
     * @param call the call
     */
    public void interrupted(String queue, ThreadletWork call) {
        note(queue, call, Fate.INTERRUPTED);
    }

    /**
     * A thread had a call, and did not begin its body, since the call had been given up.
     *
     * @param queue name of the call's queue
     * @param call the call
     */
    public void neverBegun(String queue, ThreadletWork call) {
        note(queue, call, Fate.NEVER_BEGUN);
    }

    private void note(String queue, ThreadletWork call, Fate fate) {
        final Queue<Ended> noted = ended;
        if (noted != null) {
            noted.add(new Ended(queue, call, fate));
        }
    }

    // ---- for a stop ----

    /** From now on it is noted how calls end. */
    void note() {
        ended = new ConcurrentLinkedQueue<>();
    }

    /** How calls have ended since {@link #note()}, in this order. Nothing is noted any more. */
    List<Ended> noted() {
        final Queue<Ended> noted = ended;
        ended = null;
        return noted == null ? List.of() : List.copyOf(noted);
    }

    Set<Open> open() {
        return Set.copyOf(open);
    }

    /**
     * Whether no call goes on without a thread.
     *
     * @return false as long as the end of a stage is awaited, or being told
     */
    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** How many there have been: the same twice, and none meanwhile. */
    long opened() {
        return opened.get();
    }

    /** Cancels those that were not yet; each by itself, since that may run stages of the application. */
    void cancelAll(Executor executor) {
        for (Open one : open) {
            if (!one.isCancelled) {
                one.isCancelled = true;
                executor.execute(one.cancel);
            }
        }
    }
}

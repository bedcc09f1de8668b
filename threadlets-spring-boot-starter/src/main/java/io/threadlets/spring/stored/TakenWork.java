package io.threadlets.spring.stored;

import io.threadlets.ThreadletWork;
import io.threadlets.spring.call.Sneaky;
import io.threadlets.spring.context.CallObserver.ObservedBody;
import io.threadlets.spring.queue.MeteredCall;
import io.threadlets.spring.queue.SelfInterrupting;
import io.threadlets.spring.queue.ShownCall;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What the queue's thread has of a stored call: the store's task, from which the call is run. The store's own work is
 * not interrupted, only the body is.
 *
 * <p>If it is taken off the queue before a thread has it, the task is run all the same, so that the store can give the
 * call back.
 */
final class TakenWork extends ThreadletWork implements SelfInterrupting, ShownCall, MeteredCall {
    /** The work that a thread runs. */
    private static final ThreadLocal<@Nullable TakenWork> CURRENT = new ThreadLocal<>();

    private final Runnable task;
    private final StoredQueue queue;
    private final long taken = System.nanoTime();

    // Of the thread that runs it.
    private boolean isGivingBack;
    private @Nullable Throwable failure;

    private volatile @Nullable Attempt attempt;
    private volatile @Nullable ObservedBody observed;

    TakenWork(Runnable task, StoredQueue queue) {
        this.task = task;
        this.queue = queue;
    }

    /** The work that the calling thread runs; null if it runs none. */
    static @Nullable TakenWork current() {
        return CURRENT.get();
    }

    /** How long it has been on the queue. */
    long ageNanos() {
        return System.nanoTime() - taken;
    }

    boolean isGivingBack() {
        return isGivingBack;
    }

    /** Whether somebody has ended the call before its time. */
    boolean isTakenBack() {
        final Attempt ran = attempt;
        return ran != null && ran.isCancelled();
    }

    void begin(Attempt begun) {
        attempt = begun;
    }

    /** Null until it begins. */
    @Nullable
    Attempt attempt() {
        return attempt;
    }

    /** @param body what sees the body run; null if nobody does */
    void observe(@Nullable ObservedBody body) {
        observed = body;
    }

    /** What the attempt has failed with, for the queue's count. */
    void fail(Throwable thrown) {
        failure = thrown;
    }

    @Override
    protected void run() {
        runTask();
        if (failure != null) {
            throw Sneaky.asThrown(failure);
        }
    }

    private void runTask() {
        CURRENT.set(this);
        try {
            task.run();
        } finally {
            CURRENT.remove();
            queue.left(this);
        }
    }

    /** On the calling thread: no thread of the queue will have it. */
    void giveBack() {
        isGivingBack = true;
        runTask();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very failure, which the store has been told of
    protected void completed(@Nullable Throwable thrown) {
        if (state() == State.DEQUEUED) {
            giveBack();
        } else if (thrown != null && thrown != failure) {
            super.completed(thrown); // the store's
        }
    }

    @Override
    public boolean isInterruptible() {
        return false;
    }

    @Override
    public boolean interruptForStop() {
        final Attempt running = attempt;
        return running == null || running.stop();
    }

    // ---- for people ----

    @Override
    public boolean isCancellable() {
        final Attempt running = attempt;
        return running == null || running.target().isInterruptible();
    }

    @Override
    public boolean isGivenUp() {
        final Attempt running = attempt;
        return running != null && running.isGivenUp();
    }

    @Override
    public boolean cancel(boolean interrupt) {
        final Attempt running = attempt;
        return running != null && running.cancel(interrupt);
    }

    @Override
    public @Nullable Method method() {
        final Attempt running = attempt;
        return running == null ? null : running.target().method();
    }

    @Override
    public @Nullable Object[] arguments() {
        final Attempt running = attempt;
        return running == null ? new Object[0] : running.args();
    }

    /** Another instance may have made the call. */
    @Override
    public @Nullable String submittedBy() {
        return null;
    }

    /** On whichever instance it was made. */
    @Override
    public @Nullable String traceId() {
        final Attempt running = attempt;
        return running == null ? null : running.call().traceId();
    }

    @Override
    public boolean hasTimedOut() {
        return false;
    }

    @Override
    public boolean isObserved() {
        final ObservedBody body = observed;
        return body != null && body.isTimed();
    }

    @Override
    public String describe() {
        final Attempt running = attempt;
        return running == null ? "stored call" : running.target().label();
    }
}

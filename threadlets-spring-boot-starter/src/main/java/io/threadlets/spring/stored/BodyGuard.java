package io.threadlets.spring.stored;

import io.threadlets.spring.call.TimeoutMessages;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an attempt's body, and nothing else that its thread does, is interrupted: neither the store's own
 * work before and after it, nor the fallback. Safe from any thread.
 *
 * <p>Invariant: an interrupt is sent only while the lock is held and the thread is in the body; it is taken back when
 * the thread leaves.
 */
final class BodyGuard {
    private final boolean isInterruptible;

    // Guarded by this.
    private @Nullable Thread runner;
    private @Nullable Reason reason;
    private boolean isStopping;
    private boolean isOver;

    /** Why a body is to end before its time. What comes first counts. */
    enum Reason {
        TIMEOUT,
        CANCEL,
        STOP
    }

    BodyGuard(boolean isInterruptible) {
        this.isInterruptible = isInterruptible;
    }

    /** Returns whether the body may begin: not if it was to end before. */
    synchronized boolean enter() {
        if (reason != null) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    /** What the body has left of an interrupt, its own included, does not reach the store. */
    synchronized void leave() {
        runner = null;
        isOver = true;
        Thread.interrupted();
    }

    /**
     * Has the body end, unless it is over. One that was told to end before is told once more by each cancel, and by the
     * first stop, unless a timeout has interrupted it.
     *
     * @param interrupts whether it is interrupted, if it may be
     * @param note told where the body stands, before it can leave
     */
    synchronized void end(Reason why, boolean interrupts, Consumer<@Nullable TimeoutException> note) {
        if (isOver || !isHeard(why)) {
            return;
        }
        isStopping |= why == Reason.STOP;
        if (reason == null) {
            reason = why;
        }
        final Thread thread = runner;
        if (thread == null) {
            note.accept(null);
            return;
        }
        note.accept(TimeoutMessages.where(thread));
        if (isInterruptible && interrupts) {
            thread.interrupt();
        }
    }

    private boolean isHeard(Reason why) {
        return switch (why) {
            case TIMEOUT -> reason == null;
            case CANCEL -> true;
            case STOP -> !isStopping && reason != Reason.TIMEOUT;
        };
    }

    synchronized @Nullable Reason reason() {
        return reason;
    }

    boolean isInterruptible() {
        return isInterruptible;
    }
}

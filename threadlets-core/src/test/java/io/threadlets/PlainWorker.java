package io.threadlets;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** One thread of a {@link PlainEngine}: takes works until it is told, or has idled long enough, to leave. */
final class PlainWorker implements Runnable {
    private final PlainThreads threads;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** Signalled with the engine's lock held, like the next two are written. */
    final Condition wake;

    /** The thread's; made when it begins. */
    @Nullable
    WorkRun run;

    boolean isWaiting;
    Standing standing = Standing.STARTING;

    /** What the engine's counts hold this thread for. */
    enum Standing {
        STARTING,
        FREE,
        BUSY,
        GONE
    }

    PlainWorker(PlainThreads threads, Condition wake) {
        this.threads = threads;
        this.wake = wake;
    }

    /** Gives the worker up; true if it never ran, and now never will. */
    boolean abandon() {
        return begun.compareAndSet(false, true);
    }

    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.began(this);
            while (doNext()) {}
        } finally {
            threads.ended(this);
        }
    }

    /** In a frame of its own, so that an idle thread holds on to nothing of the work before. */
    private boolean doNext() {
        final Runnable step = threads.next(this);
        if (step == null) {
            return false;
        }
        step.run();
        return true;
    }
}

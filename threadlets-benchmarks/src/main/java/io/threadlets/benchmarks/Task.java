package io.threadlets.benchmarks;

import io.threadlets.ThreadletWork;
import org.jspecify.annotations.Nullable;

/**
 * What every pool can run: a work for the one, a runnable for the others. May be started again from {@link #ended} on.
 */
abstract class Task extends ThreadletWork implements Runnable {
    /** The next in the list of {@link CAlgorithmPool}, which guards it. */
    @Nullable
    Task next;

    private final boolean endsInCompleted;

    /** A task that may be started in any pool of that peer. */
    Task(Peer peer) {
        this.endsInCompleted = peer.endsInCompleted();
    }

    /** The task itself, on a thread of the pool. */
    abstract void body();

    /** The task is over as far as its pool is concerned. Called once for each start, on a thread of the pool. */
    abstract void ended();

    @Override
    public final void run() {
        body();
        if (!endsInCompleted) {
            ended();
        }
    }

    @Override
    protected final void completed(@Nullable Throwable failure) {
        if (endsInCompleted) {
            ended();
        }
        super.completed(failure);
    }
}

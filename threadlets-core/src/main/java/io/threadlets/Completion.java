package io.threadlets;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Delivers {@link ThreadletWork#completed} exactly once, whatever the home executor does with it: run it later, run it
 * at once, throw before, throw after, or run it twice.
 */
final class Completion extends AtomicBoolean implements Runnable {
    private static final long serialVersionUID = 1L;

    private final transient ThreadletWork work;
    private final transient @Nullable Throwable failure;

    private Completion(ThreadletWork work, @Nullable Throwable failure) {
        this.work = work;
        this.failure = failure;
    }

    static void deliver(ThreadletWork work, @Nullable Executor home, @Nullable Throwable failure) {
        if (home == null) {
            here(work, failure);
            return;
        }
        Completion completion = null;
        try {
            completion = new Completion(work, failure);
            home.execute(completion);
        } catch (Throwable rejection) { // or there is no memory
            if (completion == null || completion.compareAndSet(false, true)) {
                here(work, failure);
            }
            Uncaught.report(rejection);
        }
    }

    /** On the home; what {@code completed} throws is the home's affair. */
    @Override
    public void run() {
        if (compareAndSet(false, true)) {
            work.completed(failure);
        }
    }

    private static void here(ThreadletWork work, @Nullable Throwable failure) {
        try {
            work.completed(failure);
        } catch (Throwable thrown) {
            Uncaught.report(thrown);
        }
    }
}

package io.threadlets.spring.context;

import io.threadlets.spring.context.ContextSource.Scope;
import io.threadlets.spring.context.ContextSource.Values;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The values that were taken from a calling thread. Safe from any thread. */
public sealed class CapturedContext permits CallScope {
    /** What there is to close where there are no values. */
    static final Scope NO_SCOPE = () -> {};

    private final Values[] values;

    CapturedContext(Values[] values) {
        this.values = values;
    }

    /**
     * Restores the values on the calling thread.
     *
     * @return to be closed on this thread; brings back what was there before
     */
    final Scope open() {
        if (values.length == 0) {
            return NO_SCOPE;
        }
        final Scope[] opened = new Scope[values.length];
        try {
            for (int i = 0; i < values.length; i++) {
                opened[i] = values[i].restore();
            }
        } catch (Throwable failure) {
            closeAll(opened);
            throw failure;
        }
        return () -> closeAll(opened);
    }

    /** In reverse; each, whatever the others throw. */
    private static void closeAll(@Nullable Scope[] opened) {
        RuntimeException failure = null;
        for (int i = opened.length - 1; i >= 0; i--) {
            final Scope scope = opened[i];
            try {
                if (scope != null) {
                    scope.close();
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * The trace that the values belong to.
     *
     * @return null if they tell of none
     */
    public final @Nullable String traceId() {
        for (Values each : values) {
            final String traceId = each.traceId();
            if (traceId != null) {
                return traceId;
            }
        }
        return null;
    }

    /**
     * Runs something with the values restored.
     *
     * @param task what to run
     */
    public final void run(Runnable task) {
        final Scope scope = open();
        try {
            task.run();
        } finally {
            scope.close();
        }
    }

    /**
     * Runs something that others wait for: with the values restored, and without them where that fails.
     *
     * @param task what to run
     */
    public final void runAnyway(Runnable task) {
        final Scope scope;
        try {
            scope = open();
        } catch (Throwable broken) {
            task.run();
            throw broken;
        }
        try {
            task.run();
        } finally {
            scope.close();
        }
    }

    /**
     * Gives the commands of an executor these values.
     *
     * @param executor what runs the commands
     * @return one that hands to it
     */
    public final Executor executor(Executor executor) {
        return values.length == 0 ? executor : command -> executor.execute(new ContextTask(command, command, this));
    }
}

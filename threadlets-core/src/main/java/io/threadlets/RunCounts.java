package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** How the works of one run have ended. Written by its thread, read by anybody; so a work passes no shared counter. */
final class RunCounts {
    private static final VarHandle SUCCEEDED;
    private static final VarHandle FAILED;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            SUCCEEDED = lookup.findVarHandle(RunCounts.class, "succeeded", long.class)
                    .withInvokeExactBehavior();
            FAILED = lookup.findVarHandle(RunCounts.class, "failed", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long succeeded;
    private long failed;

    /** Opaque is enough, since the work's final word is released after it. */
    void count(@Nullable Throwable failure) {
        if (failure == null) {
            SUCCEEDED.setOpaque(this, succeeded + 1);
        } else {
            FAILED.setOpaque(this, failed + 1);
        }
    }

    long succeeded() {
        return (long) SUCCEEDED.getOpaque(this);
    }

    long failed() {
        return (long) FAILED.getOpaque(this);
    }
}

package io.threadlets.spring.context;

import io.threadlets.spring.context.ContextSource.Scope;
import io.threadlets.spring.context.ContextSource.Values;
import org.jspecify.annotations.Nullable;

/** What one call takes along. */
public final class CapturedContext {
    /** Of a call that takes nothing along. */
    public static final CapturedContext NOTHING = new CapturedContext(new Values[0]);

    private static final Scope NO_SCOPE = () -> {};

    private final Values[] values;

    CapturedContext(Values[] values) {
        this.values = values;
    }

    /**
     * Restores the values on the calling thread.
     *
     * @return to be closed on this thread; brings back what was there before
     */
    public Scope open() {
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
}

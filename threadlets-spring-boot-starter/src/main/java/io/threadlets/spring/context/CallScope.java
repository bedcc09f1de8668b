package io.threadlets.spring.context;

import io.threadlets.spring.context.ContextSource.Scope;
import io.threadlets.spring.context.ContextSource.Values;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * The context of one call, and the application's decorators, around everything of the application's that is run for the
 * call: the body, the fallback, the completion.
 *
 * <p>The thread that runs the call enters the scope, runs the body inside, and leaves the scope after the completion.
 * What is run on another thread has the same context there.
 *
 * <p>Invariant: decorators are asked once, when the call is made, and what they made is run once at most: around what
 * is run first. What comes later is run in the context alone, since a decorator cannot be entered a second time.
 */
public final class CallScope extends CapturedContext {
    private final boolean isDecorated;

    /** What the decorators made, until it is run. Guarded by this. */
    private @Nullable Runnable decorated;

    /** What is to be run inside the decorators. Of the thread that runs them. */
    private @Nullable Runnable inside;

    /** Between {@link #enter} and {@link #leave}; of the thread that runs the call. */
    private @Nullable Scope entered;

    /** @param decorator asked at once; null if there is none */
    CallScope(Values[] values, @Nullable TaskDecorator decorator) {
        super(values);
        this.isDecorated = decorator != null;
        this.decorated = decorator == null ? null : decorator.decorate(this::runInside);
    }

    /**
     * Whether decorators are around what is run first.
     *
     * @return whether the application has any
     */
    public boolean isDecorated() {
        return isDecorated;
    }

    /**
     * What a call fails with whose body the decorators have left out.
     *
     * @param queue the name of its queue
     * @param label what people are shown of it
     * @return an exception that says so
     */
    public static IllegalStateException notRun(String queue, String label) {
        return new IllegalStateException(
                "Queue '" + queue + "': a TaskDecorator did not run the call of " + label + " that it was given");
    }

    /** Restores the context on the thread that runs the call. */
    @SuppressWarnings("ReferenceEquality") // scopes have no other
    public void enter() {
        final Scope scope = open();
        if (scope != NO_SCOPE) { // which is that of the scope without values, shared by many calls
            entered = scope;
        }
    }

    /** Brings back what the thread had before {@link #enter}; does nothing if the scope was not entered. */
    public void leave() {
        final Scope scope = entered;
        if (scope != null) {
            entered = null;
            scope.close();
        }
    }

    /**
     * Runs the body, inside the decorators. They may fail to run it; then it is not run later either.
     *
     * @param body what to run; the scope was entered
     */
    public void runBody(Runnable body) {
        final Runnable outside = takeDecorated();
        if (outside == null) {
            body.run();
            return;
        }
        inside = body;
        try {
            outside.run();
        } finally {
            inside = null;
        }
    }

    /**
     * Runs what ends the call, in a context of its own. It is run whatever context and decorators do, since callers
     * wait for it.
     *
     * @param end what to run; the scope need not have been entered
     */
    public void runEnd(Runnable end) {
        final Runnable outside = takeDecorated();
        runAnyway(outside == null ? end : () -> runEnd(end, outside));
    }

    private void runEnd(Runnable end, Runnable outside) {
        inside = end;
        try {
            outside.run();
        } finally {
            runInside();
        }
    }

    /** Once: decorators may call it again, as one that retries. */
    private void runInside() {
        final Runnable task = inside;
        if (task != null) {
            inside = null;
            task.run();
        }
    }

    private @Nullable Runnable takeDecorated() {
        if (!isDecorated) {
            return null;
        }
        synchronized (this) {
            final Runnable outside = decorated;
            decorated = null;
            return outside;
        }
    }
}

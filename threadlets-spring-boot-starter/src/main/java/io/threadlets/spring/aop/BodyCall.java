package io.threadlets.spring.aop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call whose caller wants the outcome. As a task it returns itself, and is shown by the method's label. */
final class BodyCall implements Callable<BodyCall> {
    private final MethodPlan plan;
    private final MethodInvocation invocation;

    /** Written by the thread that runs the body, before it completes what others wait for. */
    private @Nullable Object value;

    /** Volatile, like {@link #isAbandoned}: whoever writes his one second sees the other's. */
    private volatile @Nullable CompletionStage<?> pending;

    private volatile boolean isAbandoned;

    BodyCall(MethodPlan plan, MethodInvocation invocation) {
        this.plan = plan;
        this.invocation = invocation;
    }

    @Override
    public BodyCall call() {
        try {
            final Object returned = invocation.proceed();
            if (plan.returns() != MethodPlan.Returns.FUTURE) {
                value = returned;
            } else if (returned instanceof CompletionStage<?> stage) {
                take(stage);
            } else {
                value = returned instanceof Future<?> future ? outcomeOf(future) : returned;
            }
            return this;
        } catch (Throwable thrown) {
            throw Sneaky.asThrown(thrown);
        }
    }

    /** Nobody waits for the outcome any more; no effect if it is there. */
    void abandon() {
        isAbandoned = true;
        final CompletionStage<?> stage = pending;
        if (stage != null) {
            cancel(stage);
        }
    }

    @Nullable
    Object value() {
        return value;
    }

    /** The stage that the body returned unfinished (or cancelled), if it did: it has the outcome. */
    @Nullable
    CompletionStage<?> pending() {
        return pending;
    }

    static Throwable causeOf(Throwable wrapper) {
        return wrapper.getCause() == null ? wrapper : wrapper.getCause();
    }

    private void take(CompletionStage<?> stage) throws Throwable {
        final CompletableFuture<?> future = asFuture(stage);
        // A cancelled one is followed like an unfinished one: the caller's future is then cancelled too, not failed.
        if (future != null && future.isDone() && !future.isCancelled()) {
            value = outcomeOf(future);
            return;
        }
        pending = stage;
        if (isAbandoned) {
            cancel(stage);
        }
    }

    private static @Nullable Object outcomeOf(Future<?> future) throws Throwable {
        try {
            return future instanceof CompletableFuture<?> stage ? stage.join() : future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException | CompletionException e) {
            throw causeOf(e);
        }
    }

    /** No effect on a stage that is finished or cannot be cancelled. */
    private static void cancel(CompletionStage<?> stage) {
        final CompletableFuture<?> future = asFuture(stage);
        if (future != null) {
            future.cancel(true);
        }
    }

    /** Null for stages that do not want to be seen as futures. */
    private static @Nullable CompletableFuture<?> asFuture(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return plan.label();
    }
}

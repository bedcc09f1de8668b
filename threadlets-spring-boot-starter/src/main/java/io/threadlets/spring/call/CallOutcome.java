package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.context.CallObserver.ObservedBody;
import io.threadlets.spring.context.CallScope;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.MeteredCall;
import io.threadlets.spring.queue.OpenCalls;
import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a call: its value or its failure, the fallback that may make good for that, and who is told.
 *
 * <p>Invariant: only who has ended the call touches the outcome. The end of a stage that was returned ends it again.
 */
abstract sealed class CallOutcome extends ThreadletWork implements MeteredCall permits Call {
    final MethodPlan plan;
    final ThreadletCalls calls;
    final CallScope scope;
    final CallClock clock;
    final Receiver receiver;

    // Until they are released: who holds the future must not hold the arguments.
    private @Nullable MethodInvocation invocation;
    private @Nullable Object carrier;

    private final String submittedBy = Thread.currentThread().getName();
    private @Nullable Object value;
    private @Nullable Throwable failure;
    private boolean isCancelled;
    private boolean hasRecovered;
    private final @Nullable ObservedBody observed;

    /**
     * Takes the calling thread's context.
     *
     * @param carrier what else holds context, and is given to a reactive body
     */
    CallOutcome(MethodPlan plan, MethodInvocation invocation, ThreadletCalls calls, @Nullable Object carrier) {
        this.plan = calls.planOfCall(plan);
        this.invocation = invocation;
        this.calls = calls;
        this.carrier = carrier;
        this.clock = CallClock.of(plan, !calls.isInline());
        this.receiver = switch (plan.returns()) {
            case NOTHING, RECEIPT -> calls.handler();
            case FUTURE, REACTIVE -> new FutureReceiver(queue().futureOf(this));
            case VALUE -> new CallerReceiver(queue().futureOf(this));
        };
        this.scope = calls.context().scope(carrier);
        this.observed = calls.observed(plan);
    }

    /** Where the call is made. */
    final ThreadletQueue queue() {
        return plan.queue();
    }

    /** For a call whose caller gets a future, or waits. */
    final ThreadletFuture<@Nullable Object> result() {
        return ((FutureReceiver) receiver).future();
    }

    /** The value that the method returned, or {@link Stages.Pending}; throws the failure of a stage that failed. */
    final @Nullable Object proceed() throws Throwable {
        final MethodInvocation current = invocation;
        if (current == null) {
            throw new CancellationException("given up, and told, before it began");
        }
        return Stages.outcomeOf(plan.returns(), current.proceed(), carrier);
    }

    /** Runs the body in the context of the call, which was entered, and inside the decorators. */
    final void runInScope(Runnable body) {
        if (observed == null) {
            scope.runBody(body);
        } else {
            observed.run(() -> scope.runBody(body));
        }
    }

    @Override
    public final boolean isObserved() {
        return observed != null && observed.isTimed();
    }

    // ---- the end ----

    final void endWith(@Nullable Object ended, @Nullable Throwable thrown) {
        value = ended;
        failure = thrown;
    }

    /** With the outcome of a stage, on its thread. A cancelled one cancels. */
    final void endWithStage(@Nullable Object ended, @Nullable Throwable thrown) {
        endWith(ended, thrown == null ? null : Stages.unwrapped(thrown));
        isCancelled = failure instanceof CancellationException;
        settleInScope();
    }

    final void endCancelled(@Nullable String why) {
        endWith(null, new CancellationException(why));
        isCancelled = true;
        settleInScope();
    }

    /** On another thread than that of the body, or where there was no body. */
    final void settleInScope() {
        if (receiver.isWaiting()) {
            settle(); // nothing of the application's is run
        } else {
            scope.runEnd(this::settle);
        }
    }

    final void settleWithoutFallback() {
        hasRecovered = true;
        settleInScope();
    }

    /** Tells the outcome, perhaps after the fallback. */
    final void settle() {
        clock.stop();
        recover();
        if (failure == null && value instanceof Stages.Pending pending) {
            release();
            follow(pending.stage(), open(), this::endWithStage);
            return;
        }
        try {
            tell();
        } finally {
            release();
        }
    }

    private void tell() {
        final Throwable failed = failure;
        if (failed == null) {
            receiver.succeeded(value);
        } else if (isCancelled) {
            receiver.cancelled(failed);
        } else if (!receiver.failed(failed, plan, invocation) && !(failed instanceof ThreadletTimeoutException)) {
            reportUnheard(failed);
        }
    }

    /** Lets the fallback make good for a failure, where it is not the caller who does. */
    final void recover() {
        final Throwable failed = failure;
        final MethodInvocation failing = invocation;
        if (failed == null || failing == null || hasRecovered || isCancelled || receiver.isWaiting()) {
            return;
        }
        hasRecovered = true;
        if (plan.recoversFrom(failed) && !receiver.isGone()) {
            try {
                endWith(Stages.outcomeOf(plan.returns(), plan.recover(failing, failed), carrier), null);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }
    }

    /** The call goes on without a thread. */
    final OpenCalls.Open open() {
        final ThreadletFuture<?> future = result();
        return calls.openCalls().open(queue().name(), this, () -> future.cancel(true));
    }

    /** Links the caller's future with a stage: the end of that ends the call, and cancelling the call cancels it. */
    final void follow(
            CompletionStage<?> pending, OpenCalls.Open open, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        Stages.follow(pending, open.until(end));
        Stages.cancelWith(result(), pending);
    }

    /** The one place where references are let go. */
    final void release() {
        invocation = null;
        carrier = null;
        value = null;
    }

    /** A failure that nobody else gets, unless it is but the answer to an interrupt. */
    final void reportUnheard(Throwable failed) {
        if (!Stages.isInterruption(failed)) {
            super.completed(failed);
        }
    }

    // ---- what people are shown ----

    /** The name of the thread that made the call. */
    public final String submittedBy() {
        return submittedBy;
    }

    /** The trace that the call was made in; null if there is none. */
    public final @Nullable String traceId() {
        return scope.traceId();
    }

    public final Method method() {
        return plan.method();
    }

    /** None once the call is released. */
    public final @Nullable Object[] arguments() {
        final MethodInvocation current = invocation;
        return current == null ? new Object[0] : current.getArguments();
    }

    /** Stages of the future have the context of the call, however late they are added. */
    @Override
    protected final Executor stageExecutor(Executor queue) {
        return scope.executor(queue);
    }

    @Override
    public final String describe() {
        return plan.label();
    }
}

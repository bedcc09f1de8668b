package io.threadlets.spring.aop;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CapturedContext;
import io.threadlets.spring.queue.Deadlines;
import io.threadlets.spring.queue.OpenCalls;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.ThreadletsProperties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Makes the calls of {@link io.threadlets.spring.Threadlet} methods, and has what each of them needs. Safe from any
 * thread.
 */
public final class ThreadletCalls {
    private final QueueRegistry queues;
    private final MethodPlans plans;
    private final Receiver handler;
    private final CallContext context;

    /**
     * For the container.
     *
     * @param queues where the calls go to
     * @param properties what is set over the annotations
     * @param handler gets failures of methods that return nothing; asked for when there is one
     * @param context what goes along with the calls
     * @param beanFactory fills in placeholders
     */
    public ThreadletCalls(
            QueueRegistry queues,
            ThreadletsProperties properties,
            ObjectProvider<ThreadletExceptionHandler> handler,
            CallContext context,
            ConfigurableBeanFactory beanFactory) {
        this.queues = queues;
        this.plans = new MethodPlans(queues, new MethodOverrides(properties.methods()), new Placeholders(beanFactory));
        this.handler = new HandlerReceiver(handler);
        this.context = context;
    }

    @Nullable
    Object make(MethodInvocation invocation) throws Throwable {
        final MethodPlan plan = plans.of(invocation);
        return switch (plan.returns()) {
            case NOTHING -> nothing(plan, invocation);
            case FUTURE -> future(plan, invocation, null);
            case REACTIVE -> ReactiveCalls.onSubscription(this, plan, invocation);
            // A thread of the queue would else only wait for another one, if there is another one.
            case VALUE ->
                plan.queue().owns(Thread.currentThread()) ? inPlace(plan, invocation) : value(plan, invocation);
        };
    }

    private @Nullable Object nothing(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        try {
            new Call(plan, invocation, this, null).submit();
        } catch (Throwable refused) {
            recover(plan, invocation, refused);
        }
        return null;
    }

    /** @param carrier holds context beside the thread; null if nothing does */
    ThreadletFuture<@Nullable Object> future(MethodPlan plan, MethodInvocation invocation, @Nullable Object carrier) {
        try {
            final Call call = new Call(plan, invocation, this, carrier);
            call.submit();
            return call.result();
        } catch (Throwable refused) {
            return refused(plan, invocation, carrier, refused);
        }
    }

    private ThreadletFuture<@Nullable Object> refused(
            MethodPlan plan, MethodInvocation invocation, @Nullable Object carrier, Throwable refused) {
        final CapturedContext captured = context.capture(carrier);
        final ThreadletFuture<@Nullable Object> failed = inCaller(plan).futureOf(new RefusedCall(captured));
        try {
            final Object instead = recover(plan, invocation, refused);
            Stages.pass(Stages.stageOrValue(plan.returns(), instead, carrier), failed, captured);
        } catch (Throwable thrown) {
            failed.completeExceptionally(thrown);
        }
        return failed;
    }

    private @Nullable Object value(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        final Call call;
        try {
            call = new Call(plan, invocation, this, null);
            call.submit();
        } catch (Throwable refused) {
            return recover(plan, invocation, refused);
        }
        final ThreadletFuture<@Nullable Object> result = call.result();
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            final CancellationException cancelled = new CancellationException("Queue '"
                    + plan.queue().name() + "': the caller of " + plan.label()
                    + " was interrupted while it waited; the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        } catch (CancellationException takenBack) { // by a stop, or somebody else who has dequeued it
            throw call.showingCaller(takenBack);
        } catch (ExecutionException e) {
            return recover(plan, invocation, call.showingCaller(Stages.causeOf(e)));
        }
    }

    private static @Nullable Object inPlace(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        try {
            return invocation.proceed();
        } catch (Throwable failure) {
            return recover(plan, invocation, failure);
        }
    }

    /** The fallback, in the caller; who was interrupted while it waited for room has cancelled the call. */
    private static @Nullable Object recover(MethodPlan plan, MethodInvocation invocation, Throwable failure)
            throws Throwable {
        if (failure instanceof CancellationException && Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        return plan.recover(invocation, failure);
    }

    // ---- what a call needs ----

    /** How one call is made: as the method says, or in its caller. */
    MethodPlan planOfCall(MethodPlan plan) {
        return isInline() ? plan.on(inCaller(plan)) : plan;
    }

    private static ThreadletQueue inCaller(MethodPlan plan) {
        return QueueRegistry.inCaller(plan.queue().name());
    }

    ThreadletQueue global() {
        return queues.get("global");
    }

    boolean isInline() {
        return queues.isInline();
    }

    Deadlines deadlines() {
        return queues.deadlines();
    }

    CallContext context() {
        return context;
    }

    OpenCalls openCalls() {
        return queues.openCalls();
    }

    Receiver handler() {
        return handler;
    }
}

package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.context.CallObserver.ObservedBody;
import io.threadlets.spring.context.CapturedContext;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.method.MethodPlan.Returns;
import io.threadlets.spring.method.MethodPlans;
import io.threadlets.spring.method.Placeholders;
import io.threadlets.spring.queue.Deadlines;
import io.threadlets.spring.queue.OpenCalls;
import io.threadlets.spring.queue.QueueRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
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
    private final ObjectProvider<StoredCallMaker> stored;
    private final CallContext context;
    private final @Nullable CallObserver observer;
    private final PlainCalls plainCalls;

    /**
     * For the container.
     *
     * @param queues where the calls go to
     * @param properties what is set over the annotations
     * @param handler gets failures of methods that return nothing; asked for when there is one
     * @param stored makes calls on queues with a store; asked for when there is one
     * @param context what goes along with the calls
     * @param observer sees the calls; null if nothing does
     * @param beanFactory fills in placeholders
     */
    public ThreadletCalls(
            QueueRegistry queues,
            ThreadletsProperties properties,
            ObjectProvider<ThreadletExceptionHandler> handler,
            ObjectProvider<StoredCallMaker> stored,
            CallContext context,
            @Nullable CallObserver observer,
            ConfigurableBeanFactory beanFactory) {
        this.queues = queues;
        this.plans = new MethodPlans(queues, new MethodOverrides(properties.methods()), new Placeholders(beanFactory));
        this.handler = new HandlerReceiver(handler);
        this.stored = stored;
        this.context = context;
        this.observer = observer;
        this.plainCalls = new PlainCalls(this, queues);
    }

    /**
     * Makes a call.
     *
     * @param invocation what was called
     * @return what the caller gets
     * @throws Throwable what the caller is told of at once
     */
    @Nullable
    public Object make(MethodInvocation invocation) throws Throwable {
        final MethodPlan plan = plans.of(invocation);
        if (plan.isStored() && !isInline()) {
            return stored(plan, invocation);
        }
        return switch (plan.returns()) {
            case NOTHING -> nothing(plan, invocation);
            case RECEIPT -> receipt(plan, invocation);
            case FUTURE -> future(plan, invocation, null);
            case REACTIVE -> ReactiveCalls.onSubscription(this, plan, invocation);
            case VALUE -> value(plan, invocation);
        };
    }

    private @Nullable Object stored(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        return MockedQueues.take(plan)
                ? plan.returns() == Returns.RECEIPT ? freshReceipt(plan) : null
                : stored.getObject().make(plan, invocation);
    }

    /** In inline mode: elsewhere only queues with a store have such methods. */
    private ThreadletReceipt receipt(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        nothing(plan, invocation);
        return freshReceipt(plan);
    }

    private static ThreadletReceipt freshReceipt(MethodPlan plan) {
        return new ThreadletReceipt(
                UUID.randomUUID().toString(),
                plan.queue().name(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                /* duplicate= */ false);
    }

    private @Nullable Object nothing(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        final Call call;
        try {
            if (MockedQueues.take(plan)) {
                return null;
            }
            call = new Call(plan, invocation, this, null);
            if (!isInline()) {
                call.submit();
            }
        } catch (Throwable refused) {
            PlainCalls.recover(plan, invocation, refused);
            return null;
        }
        if (isInline()) {
            InlineVoidCalls.make(call);
        }
        return null;
    }

    private @Nullable Object value(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        try {
            MockedQueues.take(plan);
        } catch (Throwable refused) {
            return PlainCalls.recover(plan, invocation, refused);
        }
        return plainCalls.make(plan, invocation);
    }

    /** @param carrier holds context beside the thread; null if nothing does */
    ThreadletFuture<@Nullable Object> future(MethodPlan plan, MethodInvocation invocation, @Nullable Object carrier) {
        try {
            MockedQueues.take(plan);
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
            final Object instead = PlainCalls.recover(plan, invocation, refused);
            Stages.pass(Stages.stageOrValue(plan.returns(), instead, carrier), failed, captured);
        } catch (Throwable thrown) {
            failed.completeExceptionally(thrown);
        }
        return failed;
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

    @Nullable
    ObservedBody observed(MethodPlan plan) {
        return observer == null ? null : observer.called(plan.queue().name(), plan.label(), plan.method());
    }

    OpenCalls openCalls() {
        return queues.openCalls();
    }

    Receiver handler() {
        return handler;
    }
}

package io.threadlets.spring.aop;

import io.threadlets.ThreadletWork;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call that nobody waits for. */
final class VoidCall extends ThreadletWork {
    private final MethodPlan plan;
    private final MethodInvocation invocation;
    private final Supplier<ThreadletExceptionHandler> handler;

    VoidCall(MethodPlan plan, MethodInvocation invocation, Supplier<ThreadletExceptionHandler> handler) {
        this.plan = plan;
        this.invocation = invocation;
        this.handler = handler;
    }

    @Override
    protected void run() throws Exception {
        try {
            invocation.proceed();
        } catch (Throwable thrown) {
            throw Sneaky.asThrown(thrown);
        }
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        if (failure != null && state() != State.DEQUEUED) {
            handler.get().handle(failure, plan.method(), invocation.getArguments());
        }
    }

    @Override
    public String describe() {
        return plan.label();
    }
}

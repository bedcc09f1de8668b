package io.threadlets.spring.aop;

import java.util.concurrent.Callable;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call whose caller waits for the value. Shown by the method's label. */
record BodyCall(MethodPlan plan, MethodInvocation invocation) implements Callable<@Nullable Object> {
    @Override
    public @Nullable Object call() {
        try {
            return invocation.proceed();
        } catch (Throwable thrown) {
            throw Sneaky.asThrown(thrown);
        }
    }

    static Throwable causeOf(Throwable wrapper) {
        return wrapper.getCause() == null ? wrapper : wrapper.getCause();
    }

    @Override
    public String toString() {
        return plan.label();
    }
}

package io.threadlets.spring.call;

import io.threadlets.spring.queue.WaitingCallers;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The body of a call that a queue's thread waits for: says which thread runs it, and when it has ended. */
record WatchedInvocation(MethodInvocation body, WaitingCallers.Wait waiting) implements MethodInvocation {
    @Override
    public @Nullable Object proceed() throws Throwable {
        final Thread thread = Thread.currentThread();
        waiting.begin(thread);
        try {
            return body.proceed();
        } finally {
            waiting.end(thread);
        }
    }

    @Override
    public Method getMethod() {
        return body.getMethod();
    }

    @Override
    public @Nullable Object[] getArguments() {
        return body.getArguments();
    }

    @Override
    public @Nullable Object getThis() {
        return body.getThis();
    }

    @Override
    public AccessibleObject getStaticPart() {
        return body.getStaticPart();
    }
}

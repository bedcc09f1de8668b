package io.threadlets.spring.aop;

import io.threadlets.spring.call.ThreadletCalls;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Makes each call of a {@link io.threadlets.spring.Threadlet} method a work of its queue. */
final class ThreadletInterceptor implements MethodInterceptor {
    private final Supplier<ThreadletCalls> calls;

    /** @param calls asked at the first call: making the queues while the proxies are made would be too early */
    ThreadletInterceptor(Supplier<ThreadletCalls> calls) {
        this.calls = calls;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return calls.get().make(invocation);
    }
}

package io.threadlets.spring.call;

import io.threadlets.spring.method.MethodPlan;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Makes the calls of methods whose queue has a store. Not even loaded where there is no such queue. */
public interface StoredCallMaker {
    /**
     * Sends a call to the store; runs its body where the calling thread has it from there.
     *
     * @param plan how the calls of the method are made
     * @param invocation the call
     * @return what the caller gets
     * @throws Throwable what keeps the call from being stored, or what the body has thrown
     */
    @Nullable
    Object make(MethodPlan plan, MethodInvocation invocation) throws Throwable;
}

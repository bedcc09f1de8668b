package io.threadlets.spring.method;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletReceipt;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * How the calls of a method are made.
 *
 * @param method as the caller names it
 * @param label what people are shown, as {@code MailService.send}
 * @param queue where the calls run
 * @param returns what the caller gets
 * @param timeoutNanos until the call has ended; 0 for no limit
 * @param queueTimeoutNanos until a thread has taken it; 0 for no limit
 * @param isInterruptible whether timeouts, cancels and a stop interrupt the body
 * @param properties what the queue's properties begin with
 * @param fallback what is called when a call fails; null if nothing is
 * @param isStored whether the queue has a store, and calls are kept there
 * @param mock what a test has put in the queue's place, if it runs nothing; the queue then has but its name
 */
public record MethodPlan(
        Method method,
        String label,
        ThreadletQueue queue,
        Returns returns,
        long timeoutNanos,
        long queueTimeoutNanos,
        boolean isInterruptible,
        String properties,
        @Nullable Fallback fallback,
        boolean isStored,
        @Nullable ThreadletQueue mock) {

    /**
     * The same on another queue.
     *
     * @param other the queue
     * @return a new plan
     */
    public MethodPlan on(ThreadletQueue other) {
        return new MethodPlan(
                method,
                label,
                other,
                returns,
                timeoutNanos,
                queueTimeoutNanos,
                isInterruptible,
                properties,
                fallback,
                isStored,
                mock);
    }

    /**
     * Whether a call ends by itself after some time.
     *
     * @return whether there is a timeout of any kind
     */
    public boolean hasLimit() {
        return timeoutNanos > 0 || queueTimeoutNanos > 0;
    }

    /**
     * Whether a failure is for the fallback to deal with.
     *
     * @param failure of a call
     * @return false where there is no fallback for it
     */
    public boolean recoversFrom(Throwable failure) {
        return fallback != null && fallback.accepts(failure);
    }

    /**
     * Calls the fallback.
     *
     * @param invocation the call that failed
     * @param failure what it failed with
     * @return what the fallback returned
     * @throws Throwable what the fallback threw; the failure where there is no fallback for it
     */
    @Nullable
    public Object recover(MethodInvocation invocation, Throwable failure) throws Throwable {
        if (fallback == null) {
            throw failure;
        }
        return fallback.call(invocation, failure);
    }

    /** What the caller gets. */
    public enum Returns {
        /** Nothing: the caller goes on at once. */
        NOTHING,
        /** That its call is stored. */
        RECEIPT,
        /** A future. */
        FUTURE,
        /** A reactive type of one value. */
        REACTIVE,
        /** A value, for which the caller waits. */
        VALUE;

        /**
         * What a method's callers get.
         *
         * @param method the method
         * @return as its return type says
         */
        public static Returns of(Method method) {
            final Class<?> type = method.getReturnType();
            if (type == void.class) {
                return NOTHING;
            }
            if (type == ThreadletReceipt.class) {
                return RECEIPT;
            }
            if (isAsynchronous(type)) {
                // Other futures than these cannot be made here: the caller waits until the method gives it one.
                return type.isAssignableFrom(ThreadletFuture.class) ? FUTURE : VALUE;
            }
            return isReactive(type) ? REACTIVE : VALUE;
        }

        private static boolean isAsynchronous(Class<?> type) {
            return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
        }

        private static boolean isReactive(Class<?> type) {
            if (!Reactor.isPresent()) {
                return false;
            }
            final ReactiveAdapter adapter =
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
            return adapter != null && !adapter.isMultiValue();
        }
    }
}

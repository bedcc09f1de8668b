package io.threadlets.spring.aop;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * How the calls of a method are made.
 *
 * @param label what people are shown, as {@code MailService.send}
 */
record MethodPlan(Method method, String label, ThreadletQueue queue, Returns returns) {
    /** What the caller gets. */
    enum Returns {
        NOTHING,
        FUTURE,
        VALUE;

        static Returns of(Method method) {
            final Class<?> type = method.getReturnType();
            if (type == void.class) {
                return NOTHING;
            }
            // Other futures than these cannot be made here: the caller waits until the method gives it one.
            return isAsynchronous(type) && type.isAssignableFrom(ThreadletFuture.class) ? FUTURE : VALUE;
        }

        private static boolean isAsynchronous(Class<?> type) {
            return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
        }
    }
}

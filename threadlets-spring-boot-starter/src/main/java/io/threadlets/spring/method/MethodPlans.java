package io.threadlets.spring.method;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.CallLimits;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.convert.DurationStyle;

/**
 * Makes the plan of each method once, from its annotation, what is set over it, and its queue. Safe from any thread.
 */
public final class MethodPlans {
    private final QueueRegistry queues;
    private final MethodOverrides overrides;
    private final Placeholders placeholders;
    private final Map<Method, Known> plans = new ConcurrentHashMap<>();

    /**
     * Without a plan yet.
     *
     * @param queues where the queues are found
     * @param overrides what is set over the annotations
     * @param placeholders resolves names and times
     */
    public MethodPlans(QueueRegistry queues, MethodOverrides overrides, Placeholders placeholders) {
        this.queues = queues;
        this.overrides = overrides;
        this.placeholders = placeholders;
    }

    /**
     * The plan of the method that is called.
     *
     * @param invocation a call
     * @return its plan, made at the first call
     */
    public MethodPlan of(MethodInvocation invocation) {
        final Object target = invocation.getThis();
        final Method method = invocation.getMethod();
        final Class<?> type = target == null ? method.getDeclaringClass() : target.getClass();
        for (Known known = plans.get(method); known != null; known = known.next()) {
            if (known.type() == type) {
                return known.plan();
            }
        }
        // Not computed inside the map: a queue looked up for the first time may make beans, which may make calls.
        final MethodPlan plan = plan(method, target == null ? type : AopUtils.getTargetClass(target));
        plans.compute(method, (key, others) -> new Known(type, plan, others));
        return plan;
    }

    /** The plans of one method, which several classes may inherit; a key for both would cost each call an object. */
    private record Known(
            Class<?> type, MethodPlan plan, @Nullable Known next) {}

    private MethodPlan plan(Method method, Class<?> targetClass) {
        final ThreadletMethods.Declaration annotated = ThreadletMethods.find(method, targetClass);
        if (annotated == null) {
            throw new IllegalStateException(method + " is not a @Threadlet method of " + targetClass.getName());
        }
        final ThreadletMethods.Declaration declared = overrides.apply(annotated, method, targetClass);
        final Method specific = ThreadletMethods.mostSpecific(method, targetClass);
        final String name = placeholders.resolve(declared.queue());
        final ThreadletQueue bean = queues.get(name);
        final boolean isMock = NamedQueue.isMock(bean);
        final CallLimits limits = queues.limits(name);
        final Duration own = timeout(placeholders.resolve(declared.timeout()));
        final String fallback = placeholders.resolve(declared.fallback());
        return new MethodPlan(
                specific,
                ThreadletMethods.label(specific, targetClass),
                isMock ? QueueRegistry.inCaller(name) : bean, // for its name
                MethodPlan.Returns.of(specific),
                nanos(own != null ? own : limits.timeout()),
                nanos(limits.queueTimeout()),
                declared.interrupt() != null ? declared.interrupt() : limits.interrupt(),
                queues.propertiesOf(name),
                fallback.isEmpty() ? null : Fallback.find(fallback, specific, targetClass),
                queues.stored().names().contains(name),
                isMock && !queues.isInline() ? bean : null);
    }

    /**
     * Reads the annotation's timeout.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if it is not a time, or a negative one
     */
    static @Nullable Duration timeout(String written) {
        if (written.isEmpty()) {
            return null;
        }
        final Duration timeout = DurationStyle.detectAndParse(written);
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("'" + written + "' is negative");
        }
        return timeout;
    }

    /** Longer than 292 years is for ever. */
    private static long nanos(@Nullable Duration limit) {
        return limit == null
                        || limit.toDays() > Duration.ofNanos(Long.MAX_VALUE).toDays()
                ? 0
                : limit.toNanos();
    }
}

package io.threadlets.spring.aop;

import io.threadlets.ThreadletFuture;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.queue.QueueRegistry;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/** Makes each call of a {@link io.threadlets.spring.Threadlet} method a work of its queue. */
final class ThreadletInterceptor implements MethodInterceptor {
    private final Supplier<QueueRegistry> queues;
    private final Supplier<ThreadletExceptionHandler> handler;
    private final QueueNameResolver names;
    private final FutureCalls futures = new FutureCalls();
    private final Map<MethodClassKey, MethodPlan> plans = new ConcurrentHashMap<>();

    /** @param queues asked at the first call: making the queues while the proxies are made would be too early */
    ThreadletInterceptor(
            Supplier<QueueRegistry> queues, Supplier<ThreadletExceptionHandler> handler, QueueNameResolver names) {
        this.queues = queues;
        this.handler = handler;
        this.names = names;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        final MethodPlan plan = planOf(invocation);
        switch (plan.returns()) {
            case NOTHING -> {
                plan.queue().submit(new VoidCall(plan, invocation, handler));
                return null;
            }
            case FUTURE -> {
                return futures.submit(plan.queue(), new StageCall(plan, invocation));
            }
            case VALUE -> {
                // Else the queue would wait for itself, for ever if all its threads do so.
                return queues.get().isOnThreadOf(plan.queue())
                        ? invocation.proceed()
                        : await(plan, new BodyCall(plan, invocation));
            }
        }
        throw new IllegalStateException("Unknown kind of method " + plan.returns());
    }

    private static @Nullable Object await(MethodPlan plan, BodyCall call) throws Throwable {
        final ThreadletFuture<@Nullable Object> task = plan.queue().submit(call);
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            final CancellationException cancelled = new CancellationException("Queue '"
                    + plan.queue().name() + "': the caller of " + plan.label()
                    + " was interrupted while it waited; the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw BodyCall.causeOf(e);
        }
    }

    private MethodPlan planOf(MethodInvocation invocation) {
        final Object target = invocation.getThis();
        final Method method = invocation.getMethod();
        final Class<?> targetClass = target == null ? method.getDeclaringClass() : AopUtils.getTargetClass(target);
        final MethodClassKey key = new MethodClassKey(method, targetClass);
        final MethodPlan known = plans.get(key);
        // Not computed inside the map: a queue looked up for the first time may make beans, which may make calls.
        return known != null
                ? known
                : Objects.requireNonNullElseGet(
                        plans.putIfAbsent(key, plan(method, targetClass)), () -> plans.get(key));
    }

    private MethodPlan plan(Method method, Class<?> targetClass) {
        final ThreadletMethods.Declaration declared = ThreadletMethods.find(method, targetClass);
        if (declared == null) {
            throw new IllegalStateException(method + " is not a @Threadlet method of " + targetClass.getName());
        }
        final Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        return new MethodPlan(
                specific,
                ThreadletMethods.label(specific, targetClass),
                queues.get().get(names.resolve(declared.queue())),
                MethodPlan.Returns.of(specific));
    }
}

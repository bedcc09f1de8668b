package io.threadlets.spring.call;

import io.threadlets.spring.method.MethodPlan;
import java.util.concurrent.CompletableFuture;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Calls of methods that return a reactive type of one value. To be touched only where Reactor is there. */
final class ReactiveCalls {
    private ReactiveCalls() {}

    /** Whether Reactor itself would refuse to block here. */
    static boolean isOnNonBlockingThread() {
        return Schedulers.isInNonBlockingThread();
    }

    /** What the caller gets: makes a call, as for a future, at each subscription. */
    static Object onSubscription(ThreadletCalls calls, MethodPlan plan, MethodInvocation invocation) {
        final Mono<Object> mono = Mono.deferContextual(view ->
                Mono.fromFuture(calls.future(plan, ((ProxyMethodInvocation) invocation).invocableClone(), view)));
        return adapter(plan.method().getReturnType()).fromPublisher(mono);
    }

    /**
     * Subscribes to what the body or the fallback returned: on this thread, which is what the method is for.
     *
     * @param context the subscriber's
     */
    static CompletableFuture<?> subscribe(@Nullable Object returned, @Nullable Object context) {
        if (returned == null) {
            return CompletableFuture.completedFuture(null);
        }
        final Publisher<?> publisher = adapter(returned.getClass()).toPublisher(returned);
        final Mono<?> mono = Mono.from(publisher);
        return (context instanceof ContextView view ? mono.contextWrite(view) : mono).toFuture();
    }

    private static ReactiveAdapter adapter(Class<?> type) {
        final ReactiveAdapter adapter =
                ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        if (adapter == null) {
            throw new IllegalStateException(type.getName() + " is no reactive type");
        }
        return adapter;
    }
}

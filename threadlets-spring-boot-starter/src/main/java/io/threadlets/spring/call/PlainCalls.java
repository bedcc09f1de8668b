package io.threadlets.spring.call;

import io.threadlets.DequeueResult;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.method.Reactor;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.WaitingCallers;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose callers wait for the value. One that its caller must not wait for, since they would wait for one another,
 * is run in place: at once, in the caller, as part of the body that makes it. Safe from any thread.
 */
final class PlainCalls {
    private static final Log LOG = LogFactory.getLog(PlainCalls.class);
    private static final long LOOK_AGAIN_SECONDS = 1;

    private final ThreadletCalls calls;
    private final QueueRegistry queues;
    private final WaitingCallers callers;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    PlainCalls(ThreadletCalls calls, QueueRegistry queues) {
        this.calls = calls;
        this.queues = queues;
        this.callers = queues.waitingCallers();
    }

    @Nullable
    Object make(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        final Thread thread = Thread.currentThread();
        if (plan.queue().owns(thread)) {
            return inPlace(plan, invocation); // it would only wait for another one, if there is another one
        }
        if (calls.isInline()) {
            return value(plan, invocation, null);
        }
        if (Reactor.isPresent() && ReactiveCalls.isOnNonBlockingThread()) {
            throw mustNotBlock(plan, thread);
        }
        final ThreadletQueue home = queues.ownerOf(thread);
        if (home == null) {
            return value(plan, invocation, null); // nobody waits for a thread that is of no queue
        }
        final WaitingCallers.Wait wait = callers.enter(thread, home, queues.watched(plan.queue()));
        if (wait == null) {
            tellOnce(plan, home);
            return inPlace(plan, invocation);
        }
        return value(plan, invocation, wait);
    }

    private static IllegalStateException mustNotBlock(MethodPlan plan, Thread thread) {
        return new IllegalStateException("Queue '" + plan.queue().name() + "': the caller of " + plan.label()
                + " would wait for its value, but thread " + thread.getName()
                + " must not block: it is one of Reactor's non-blocking threads. Have " + plan.label()
                + " return a Mono or a CompletableFuture.");
    }

    private void tellOnce(MethodPlan plan, ThreadletQueue home) {
        if (told.add(plan.label())) {
            final String queue = plan.queue().name();
            LOG.warn("Queue '" + queue + "': a call of " + plan.label() + " runs in place, on thread "
                    + Thread.currentThread().getName() + " of queue '" + home.name() + "', since threads of '" + queue
                    + "' wait for that thread and would never run the call. It has no timeout of its own there. To have"
                    + " such calls run on '" + queue
                    + "', let a method on the way return a CompletableFuture that is not"
                    + " waited for. Reported once for each method.");
        }
    }

    /** @param wait entered if the caller is a queue's thread; ends here, before anything else of the caller's is run */
    private @Nullable Object value(MethodPlan plan, MethodInvocation invocation, WaitingCallers.@Nullable Wait wait)
            throws Throwable {
        final Call call;
        try {
            call = new Call(plan, wait == null ? invocation : new WatchedInvocation(invocation, wait), calls, null);
            call.submit();
        } catch (Throwable refused) {
            leave(wait);
            return recover(plan, invocation, refused);
        }
        Throwable failure = null;
        try {
            if (wait == null || isAnswered(plan, call, wait)) {
                return call.result().get();
            }
        } catch (InterruptedException e) {
            throw cancelled(plan, call, e);
        } catch (CancellationException takenBack) { // by a stop, or somebody else who has dequeued it
            throw call.showingCaller(takenBack);
        } catch (ExecutionException e) {
            failure = call.showingCaller(Stages.causeOf(e));
        } finally {
            leave(wait);
        }
        return failure == null ? inPlace(plan, invocation) : recover(plan, invocation, failure);
    }

    private static void leave(WaitingCallers.@Nullable Wait wait) {
        if (wait != null) {
            wait.leave();
        }
    }

    /** Waits until the call has ended; returns false if it was taken back, since nobody could have run it any more. */
    private static boolean isAnswered(MethodPlan plan, Call call, WaitingCallers.Wait wait)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                call.result().get(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException notYet) {
                if (wait.isStuck() && plan.queue().dequeue(call) == DequeueResult.DEQUEUED && !call.isGivenUp()) {
                    return false;
                }
            }
        }
    }

    private static CancellationException cancelled(MethodPlan plan, Call call, InterruptedException why) {
        call.result().cancel(true);
        Thread.currentThread().interrupt();
        final CancellationException cancelled =
                new CancellationException("Queue '" + plan.queue().name() + "': the caller of " + plan.label()
                        + " was interrupted while it waited; the call was cancelled");
        cancelled.initCause(why);
        return cancelled;
    }

    private static @Nullable Object inPlace(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        try {
            return proceedInPlace(plan, invocation);
        } catch (Throwable failure) {
            return recover(plan, invocation, failure);
        }
    }

    /** As part of the call around it; in a work that is none, the body has a call of its own to ask. */
    private static @Nullable Object proceedInPlace(MethodPlan plan, MethodInvocation invocation) throws Throwable {
        final Supplier<ThreadletCall> own = () -> new CallView(plan, CallClock.Unlimited.NONE, () -> false);
        final Supplier<ThreadletCall> around = CallView.enterCall(own);
        CallView.enterCall(around == null ? own : around);
        try {
            return invocation.proceed();
        } finally {
            CallView.enterCall(around);
        }
    }

    /** The fallback, in the caller; who was interrupted while it waited for room has cancelled the call. */
    static @Nullable Object recover(MethodPlan plan, MethodInvocation invocation, Throwable failure) throws Throwable {
        if (failure instanceof CancellationException && Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        return plan.recover(invocation, failure);
    }
}

package io.threadlets.spring.stored;

import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.call.Sneaky;
import io.threadlets.spring.call.TimeoutMessages;
import io.threadlets.spring.context.CallObserver.ObservedBody;
import io.threadlets.spring.context.CallScope;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.Deadlines;
import io.threadlets.spring.store.TakenCall;
import io.threadlets.spring.stored.BodyGuard.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/**
 * One attempt of a stored call, on the thread that runs it.
 *
 * <p>The bean is called through its proxy, so that {@code @Transactional} and the like act. The first call of the
 * method that comes by there is the attempt's own, and is let through to the body; all others, those of the same method
 * that the body makes included, are sent anew.
 */
final class Attempt implements Supplier<ThreadletCall> {
    /** The attempt whose own call is still to come by; of the thread that runs it. */
    private static final ThreadLocal<@Nullable Attempt> EXPECTED = new ThreadLocal<>();

    private final StoredTarget target;
    private final TakenCall call;
    private final @Nullable Object[] args;
    private final Deadlines deadlines;
    private final BodyGuard guard;
    private final Object decision = new Object();

    // Guarded by decision.
    private boolean isCancelled;
    private boolean isDecided;

    // Of the thread that runs it.
    private @Nullable MethodInvocation invocation;
    private @Nullable Throwable bodyFailure;
    private @Nullable Throwable failure;
    private @Nullable Throwable shown;
    private boolean hasBegun;
    private boolean hasRecoveryFailed;

    // Written before the timer starts.
    private volatile @Nullable MethodPlan plan;
    private volatile @Nullable Instant deadline;

    private volatile @Nullable Throwable timeout;

    Attempt(StoredTarget target, TakenCall call, @Nullable Object[] args, Deadlines deadlines) {
        this.target = target;
        this.call = call;
        this.args = args;
        this.deadlines = deadlines;
        this.guard = new BodyGuard(target.isInterruptible());
    }

    StoredTarget target() {
        return target;
    }

    TakenCall call() {
        return call;
    }

    @Nullable
    Object[] args() {
        return args;
    }

    // ---- running it ----

    /**
     * Runs the body, and the fallback where it is asked for, inside the decorators.
     *
     * @param observed what is around them; null for nothing
     * @param isLast whether a failure is the last one of the call
     * @return what the attempt has failed with; null if it has not
     */
    @SuppressWarnings("ReferenceEquality") // this very failure
    @Nullable
    Throwable run(BeanFactory beans, CallScope scope, @Nullable ObservedBody observed, Predicate<Throwable> isLast) {
        final Runnable body = () -> scope.runBody(() -> runInside(beans, isLast));
        try {
            if (observed == null) {
                body.run();
            } else {
                observed.run(body);
            }
        } catch (Throwable thrown) { // the attempt's own, or a decorator's
            if (!hasBegun) {
                failure = thrown;
            } else if (thrown != shown) {
                report(thrown); // after the body: what has become of the call is decided
            }
        }
        if (!hasBegun && failure == null) {
            failure = CallScope.notRun(target.queue(), target.label());
        }
        final boolean unused = Thread.interrupted(); // left by a fallback or a decorator: the store goes on
        return failure;
    }

    private void runInside(BeanFactory beans, Predicate<Throwable> isLast) {
        hasBegun = true;
        final Supplier<ThreadletCall> outer = AttemptView.enterCall(this);
        EXPECTED.set(this);
        Throwable thrown = null;
        try {
            final Object bean = beans.getBean(target.bean());
            final Method method = target.of(bean);
            ReflectionUtils.makeAccessible(method);
            method.invoke(bean, args);
        } catch (InvocationTargetException e) {
            thrown = asThrown(e.getTargetException());
        } catch (Throwable e) { // the bean cannot be made
            thrown = e;
        } finally {
            EXPECTED.remove();
            AttemptView.enterCall(outer);
        }
        final Throwable late = timeout;
        if (late != null) {
            thrown = late;
        }
        failure = thrown;
        shown = thrown;
        if (thrown != null) {
            recover(thrown, isLast);
            throw Sneaky.asThrown(thrown);
        }
    }

    /** Proxies wrap what the method does not declare. */
    @SuppressWarnings("ReferenceEquality") // this very failure
    private Throwable asThrown(Throwable caught) {
        final Throwable ofBody = bodyFailure;
        return ofBody != null
                        && caught instanceof UndeclaredThrowableException wrapped
                        && wrapped.getUndeclaredThrowable() == ofBody
                ? ofBody
                : caught;
    }

    private static void report(Throwable thrown) {
        final Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }

    private void recover(Throwable thrown, Predicate<Throwable> isLast) {
        final MethodPlan known = plan;
        final MethodInvocation failed = invocation;
        final Reason early = guard.reason();
        if (known != null
                && failed != null
                && (early == null || early == Reason.TIMEOUT)
                && !isCancelled()
                && isLast.test(thrown)
                && known.recoversFrom(thrown)) {
            try {
                known.recover(failed, thrown);
                failure = null;
            } catch (Throwable instead) {
                failure = instead;
                hasRecoveryFailed = true;
            }
        }
    }

    /** The attempt that the calling thread is about to make of this method; from now on there is none. */
    static @Nullable Attempt takeExpected(MethodPlan plan, @Nullable Object bean) {
        final Attempt expected = EXPECTED.get();
        if (expected == null
                || !expected.target.method().equals(plan.method())
                || (bean != null && !expected.target.type().isInstance(bean))) {
            return null;
        }
        EXPECTED.remove();
        return expected;
    }

    /** The call has come by: this is the body. */
    @Nullable
    Object proceed(MethodPlan known, MethodInvocation body) throws Throwable {
        invocation = body;
        plan = known;
        if (!guard.enter()) {
            throw new CancellationException("given up before it began");
        }
        final Future<?> timer = startTimer(known);
        try {
            return body.proceed();
        } catch (Throwable thrown) {
            bodyFailure = thrown;
            throw thrown;
        } finally {
            guard.leave();
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    private @Nullable Future<?> startTimer(MethodPlan known) {
        if (known.timeoutNanos() == 0) {
            return null;
        }
        deadline = Instant.now().plusNanos(known.timeoutNanos());
        return deadlines.in(known.timeoutNanos(), () -> timeOut(known));
    }

    private void timeOut(MethodPlan known) {
        guard.end(Reason.TIMEOUT, true, where -> timeout = TimeoutMessages.inBody(known, where));
    }

    /** Whether the fallback has failed, after the last attempt. */
    boolean hasRecoveryFailed() {
        return hasRecoveryFailed;
    }

    // ---- giving up ----

    /**
     * Nobody wants the call any more: it is not run again, whatever becomes of its body.
     *
     * @param interrupts whether the body is interrupted, if it may be
     * @return whether that was in time: not if what becomes of the call is decided already
     */
    boolean cancel(boolean interrupts) {
        synchronized (decision) {
            if (isDecided) {
                return false;
            }
            isCancelled = true;
        }
        guard.end(Reason.CANCEL, interrupts, where -> {});
        return true;
    }

    /** From now on a cancel is too late. Returns whether there was one. */
    boolean decide() {
        synchronized (decision) {
            isDecided = true;
            return isCancelled;
        }
    }

    boolean isCancelled() {
        synchronized (decision) {
            return isCancelled;
        }
    }

    /** Returns whether the body was told to end. */
    boolean stop() {
        if (guard.isInterruptible()) {
            guard.end(Reason.STOP, true, where -> {});
        }
        return guard.isInterruptible();
    }

    /** Why it was told to end; null if it was not. */
    @Nullable
    Reason endedEarly() {
        return guard.reason();
    }

    // ---- what others ask ----

    boolean isGivenUp() {
        return guard.reason() != null || isCancelled();
    }

    @Nullable
    Instant deadline() {
        return deadline;
    }

    @Override
    public ThreadletCall get() {
        return new AttemptView(this);
    }
}

package io.threadlets.spring.aop;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.aop.MethodPlan.Returns;
import io.threadlets.spring.context.CapturedContext;
import io.threadlets.spring.context.ContextSource.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * One call of a {@link io.threadlets.spring.Threadlet} method.
 *
 * <pre>
 *   WAITING ----&gt; RUNNING ----&gt; LINKED ----&gt; DECIDED     LINKED: the body returned a stage that goes on
 *      '-------------'------------'---------&gt; GIVEN_UP    timed out, cancelled, or completed by somebody else
 * </pre>
 *
 * <p>Invariant: exactly one brings the call to DECIDED or GIVEN_UP. It alone writes the outcome, has the fallback
 * called, and tells the caller; what anybody else has is dropped. So the fallback is called once at most, also where
 * the interrupted body of a call that timed out fails as well.
 */
final class Call extends ThreadletWork implements Supplier<ThreadletCall> {
    private static final VarHandle STAGE;

    static {
        try {
            STAGE = MethodHandles.lookup().findVarHandle(Call.class, "stage", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int LINKED = 2;
    private static final int DECIDED = 3;
    private static final int GIVEN_UP = 4;

    private final MethodPlan plan;
    private final ThreadletCalls calls;
    private final @Nullable Object carrier;

    // Let go of when nothing needs them any more: who holds the future must not hold the arguments.
    private @Nullable MethodInvocation invocation;
    private CapturedContext context;

    /** The {@link #step} inside the application's decorators; null where there are none. */
    private @Nullable Runnable decorated;

    /** Null where there are no limits. */
    private final @Nullable CallClock clock;

    /** Null where nobody waits for it. */
    private final @Nullable ThreadletFuture<@Nullable Object> result;

    private volatile int stage;

    /** What the body returned; written before LINKED. */
    private @Nullable GoesOn linked;

    // The outcome; see the invariant.
    private @Nullable Object value;
    private @Nullable Throwable failure;
    private boolean isCancelled;
    private boolean hasRecovered;

    /** The last {@link #end} that is inside the decorators. */
    private @Nullable Ending ending;

    /** From the body to the end of {@link #completed}, which follows it on the same thread. */
    private @Nullable Scope scope;

    /** A stage as the outcome, other than one that is the value. */
    private record GoesOn(CompletionStage<?> stage) {
        void cancel() {
            Stages.cancel(stage);
        }
    }

    /** Tells the thread that tells the caller from that of the body, whatever decorators do with either. */
    private static final class Ending {
        private final Thread by = Thread.currentThread();
        private boolean hasSettled;
    }

    /**
     * Takes the calling thread's context.
     *
     * @param carrier what else holds context, and is given to a reactive body
     */
    Call(MethodPlan plan, MethodInvocation invocation, ThreadletCalls calls, @Nullable Object carrier) {
        this.plan = calls.planOfCall(plan);
        this.invocation = invocation;
        this.calls = calls;
        this.carrier = carrier;
        this.clock = plan.hasLimit() && !calls.isInline() ? new CallClock(plan) : null;
        this.result = plan.returns() == Returns.NOTHING ? null : lane().futureOf(this);
        this.context = calls.context().capture(carrier);
        final TaskDecorator decorator = calls.context().decorator();
        this.decorated = decorator == null ? null : decorator.decorate(this::step);
    }

    /** Where the call is made. */
    private ThreadletQueue lane() {
        return plan.queue();
    }

    // ---- in the caller ----

    /** Throws if the queue does not accept the call; nobody is told of it otherwise. */
    void submit() {
        if (clock == null) {
            lane().submit(this);
        } else {
            submit(clock);
        }
    }

    private void submit(CallClock limits) {
        limits.enterSubmission();
        try {
            limits.start(calls.deadlines(), this);
            lane().submit(this);
        } catch (Throwable refused) {
            if (advance(WAITING, DECIDED)) {
                throw refused;
            } // else it timed out while there was no room: who gave the call up tells the caller
        } finally {
            limits.leaveSubmission();
            if (isGivenUp()) {
                lane().dequeue(this); // it may have been accepted after it was given up
            }
            if (stage >= DECIDED) {
                limits.stop(); // who was that fast may not have seen both timers
            }
        }
    }

    ThreadletFuture<@Nullable Object> result() {
        if (result == null) {
            throw new IllegalStateException(plan.label() + " has no result");
        }
        return result;
    }

    // ---- the body ----

    @Override
    protected void run() {
        if (clock == null) {
            if (advance(WAITING, RUNNING)) {
                runInContext();
            }
        } else if (clock.hasWaitedTooLong() && advance(WAITING, GIVEN_UP)) {
            final ThreadletTimeoutException late = TimeoutMessages.whileWaiting(plan, true);
            endTimedOut(late);
            throw late;
        } else if (advance(WAITING, RUNNING) && clock.enterBody()) {
            try {
                runInContext();
            } finally {
                clock.leaveBody();
            }
        }
    }

    private void runInContext() {
        scope = context.open();
        if (decorated == null) {
            body();
        } else {
            decorated.run();
        }
    }

    /** The body, and later the end: what the decorators are asked once for. */
    private void step() {
        final Ending end = ending;
        if (end != null && end.by == Thread.currentThread()) {
            settleOnce(end);
        } else if (stage == RUNNING) {
            body();
        }
    }

    private void body() {
        Object returned = null;
        Throwable thrown = null;
        try {
            returned = proceed();
        } catch (Throwable t) {
            thrown = t;
        }
        if (returned instanceof GoesOn goesOn) {
            linked = goesOn; // not the outcome yet
            if (!advance(RUNNING, LINKED)) {
                calls.openCalls().interrupted(lane().name(), this);
                goesOn.cancel();
            }
        } else if (advance(RUNNING, DECIDED)) {
            value = returned;
            failure = thrown;
            recover();
        } else {
            calls.openCalls().interrupted(lane().name(), this); // by whoever gave the call up
            if (thrown != null) {
                reportUnheard(thrown);
            }
        }
        if (thrown != null) {
            throw Sneaky.asThrown(thrown);
        }
    }

    private @Nullable Object proceed() throws Throwable {
        final Supplier<ThreadletCall> outer = CallView.enterCall(this);
        try {
            final MethodInvocation current = invocation;
            if (current == null) {
                throw new CancellationException("given up, and told, before it began");
            }
            return outcomeOf(current.proceed());
        } finally {
            CallView.enterCall(outer);
        }
    }

    private MethodInvocation invocation() {
        return Objects.requireNonNull(invocation, "the call is over");
    }

    /**
     * The value that the method or its fallback returned, or what goes on; throws the failure of a stage that failed.
     */
    private @Nullable Object outcomeOf(@Nullable Object returned) throws Throwable {
        if (plan.returns() == Returns.VALUE || plan.returns() == Returns.NOTHING) {
            return returned;
        }
        final Object stageOrValue = plan.returns() == Returns.REACTIVE
                ? ReactiveCalls.subscribe(returned, carrier)
                : Stages.stageOrValue(returned);
        if (stageOrValue instanceof CompletionStage<?> returnedStage) {
            final CompletableFuture<?> finished = Stages.finished(returnedStage);
            return finished == null ? new GoesOn(returnedStage) : Stages.valueOf(finished);
        }
        return stageOrValue;
    }

    // ---- the end ----

    @Override
    protected void completed(@Nullable Throwable thrown) {
        try {
            if (stage == LINKED) {
                follow();
            } else if (stage == DECIDED) {
                if (thrown != null && failure == null && !hasRecovered) {
                    reportUnheard(thrown); // a decorator's, after the body
                }
                end(scope != null);
            } else if (advance(WAITING, DECIDED) || advance(RUNNING, DECIDED)) { // there was no body
                endWithoutBody(thrown);
            } else {
                endGivenUp();
            }
        } finally {
            if (scope != null) {
                scope.close();
                scope = null;
            }
            if (clock != null) {
                clock.restoreInterrupt();
            }
        }
    }

    private void endGivenUp() {
        if (linked != null) {
            linked.cancel(); // given up before it was followed
        }
        if (result != null && result.isDone()) {
            letGo();
        }
    }

    private void endWithoutBody(@Nullable Throwable thrown) {
        if (thrown instanceof CancellationException && state() == State.DEQUEUED) {
            isCancelled = true;
            failure = new CancellationException(thrown.getMessage());
        } else {
            failure = thrown != null
                    ? thrown
                    : new IllegalStateException("Queue '" + lane().name()
                            + "': a TaskDecorator did not run the call of " + plan.label() + " that it was given");
        }
        end(scope != null);
    }

    private void follow() {
        final GoesOn followed = linked;
        if (followed == null) {
            return;
        }
        follow(followed.stage(), (ended, thrown) -> {
            if (advance(LINKED, DECIDED)) {
                endWith(ended, thrown);
            }
        });
        Stages.cancelWith(result(), followed.stage());
    }

    /** No thread has the call any more, but a stop waits for it. */
    private void follow(CompletionStage<?> goesOn, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        Stages.follow(goesOn, calls.openCalls().tracked(lane().name(), this, () -> result().cancel(true), end));
    }

    /** With the outcome of a stage; a cancelled one cancels. */
    private void endWith(@Nullable Object ended, @Nullable Throwable thrown) {
        value = ended;
        failure = thrown == null ? null : Stages.unwrapped(thrown);
        isCancelled = failure instanceof CancellationException;
        end(false);
    }

    /** Tells the caller, in its context, perhaps after the fallback. By whom it was who decided. */
    private void end(boolean isInContext) {
        if (clock != null) {
            clock.stop();
        }
        if (plan.returns() == Returns.VALUE || (result == null && failure == null)) {
            settle(); // nothing of the application's is run
        } else if (isInContext) {
            settleInDecorators();
        } else {
            settleInContext();
        }
    }

    private void settleInContext() {
        final Scope reopened;
        try {
            reopened = context.open();
        } catch (Throwable broken) { // does not keep the caller waiting
            settle();
            throw broken;
        }
        try {
            settleInDecorators();
        } finally {
            reopened.close();
        }
    }

    private void settleInDecorators() {
        final Runnable inside = decorated;
        if (inside == null) {
            settle();
            return;
        }
        final Ending own = new Ending();
        ending = own;
        try {
            inside.run();
        } finally {
            settleOnce(own); // whatever they did with it: they do not keep the caller waiting
        }
    }

    private void settleOnce(Ending end) {
        if (!end.hasSettled) {
            end.hasSettled = true;
            settle();
        }
    }

    private void settle() {
        recover();
        final Throwable failed = failure;
        if (result == null) {
            if (failed != null && !isCancelled) {
                calls.handler().handle(failed, plan.method(), invocation().getArguments());
            }
        } else if (failed != null) {
            if (!result.completeExceptionally(asResult(failed)) && !(failed instanceof ThreadletTimeoutException)) {
                reportUnheard(failed);
            }
        } else if (value instanceof GoesOn goesOn) {
            follow(goesOn.stage(), this::endWith);
            Stages.cancelWith(result, goesOn.stage());
            return;
        } else {
            result.complete(value);
        }
        letGo();
    }

    private void letGo() {
        invocation = null;
        decorated = null;
        context = CapturedContext.NOTHING;
        linked = null;
        value = null;
    }

    /** Lets the fallback make good for a failure, where it is not the caller who does. */
    private void recover() {
        final Throwable failed = failure;
        if (failed == null || hasRecovered || isCancelled || plan.returns() == Returns.VALUE) {
            return;
        }
        hasRecovered = true;
        if (plan.recoversFrom(failed) && (result == null || !result.isDone())) {
            try {
                value = outcomeOf(plan.recover(invocation(), failed));
                failure = null;
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }
    }

    /** Bare, these two would read as a cancelled future, and as the cause of what was thrown. */
    private Throwable asResult(Throwable failed) {
        return !isCancelled && (failed instanceof CancellationException || failed instanceof CompletionException)
                ? new CompletionException(failed)
                : failed;
    }

    /** A failure that nobody else gets, unless it is but the answer to an interrupt. */
    private void reportUnheard(Throwable failed) {
        if (!Stages.isInterruption(failed)) {
            super.completed(failed);
        }
    }

    // ---- giving up ----

    @Override
    protected void abandoned() {
        if (giveUp(false) < DECIDED && clock != null) {
            clock.stop();
        }
    }

    /** @return the stage in which the call was given up; DECIDED if that is over */
    private int giveUp(boolean onlyIfWaiting) {
        while (true) {
            final int seen = stage;
            if (seen >= DECIDED || (onlyIfWaiting && seen != WAITING)) {
                return DECIDED;
            }
            if (advance(seen, GIVEN_UP)) {
                return seen;
            }
        }
    }

    /**
     * The time is over. Does not block, nor run anything of the application's: that is left to a thread of its own.
     *
     * @param isQueueTimeout whether only the time to wait for a thread is
     */
    void timeOut(boolean isQueueTimeout) {
        final int seen = giveUp(isQueueTimeout);
        if (seen >= DECIDED) {
            return;
        }
        final TimeoutException where = clock == null ? null : clock.interrupt(this::interruptBody);
        final GoesOn followed = seen == LINKED ? linked : null;
        lane().dequeue(this);
        endTimedOut(
                switch (seen) {
                    case WAITING -> TimeoutMessages.whileWaiting(plan, isQueueTimeout);
                    case RUNNING -> TimeoutMessages.inBody(plan, where);
                    default -> TimeoutMessages.afterBody(plan);
                });
        if (followed != null) {
            calls.deadlines().now(followed::cancel);
        }
    }

    /** By way of a future that nobody has: the queue sees to it that the interrupt reaches this body alone. */
    private void interruptBody() {
        lane().futureOf(this).cancel(true);
    }

    private void endTimedOut(ThreadletTimeoutException timeout) {
        failure = timeout;
        if (plan.returns() == Returns.VALUE) {
            end(false);
        } else {
            calls.deadlines().now(() -> endLate(timeout));
        }
    }

    private void endLate(ThreadletTimeoutException timeout) {
        if (!plan.recoversFrom(timeout)) {
            end(false);
            return;
        }
        try {
            calls.global().submit(new LateFallback(this));
        } catch (RuntimeException refused) { // this thread is as good
            end(false);
        }
    }

    /** On the thread that the late fallback got. */
    void endWithFallback() {
        end(false);
    }

    /** The late fallback was taken back: the caller must hear of the timeout all the same. */
    void endWithoutFallback() {
        hasRecovered = true;
        end(false);
    }

    boolean isGivenUp() {
        return stage == GIVEN_UP;
    }

    private boolean advance(int from, int to) {
        return STAGE.compareAndSet(this, from, to);
    }

    @Override
    public String describe() {
        return plan.label();
    }

    @Override
    public ThreadletCall get() {
        return new CallView(plan, clock, this::isGivenUp);
    }
}

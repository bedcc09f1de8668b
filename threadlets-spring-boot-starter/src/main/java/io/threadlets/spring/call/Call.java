package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.context.CallScope;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.OpenCalls;
import io.threadlets.spring.queue.ShownCall;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link io.threadlets.spring.Threadlet} method.
 *
 * <pre>
 *   WAITING ----&gt; RUNNING ----&gt; LINKED ----&gt; DECIDED     LINKED: the body returned a stage that goes on
 *      '-------------'------------'---------&gt; TIMED_OUT
 *      '-------------'------------'---------&gt; ABANDONED   cancelled, or completed by somebody else
 * </pre>
 *
 * <p>Invariant: exactly one brings the call to one of the last three. It alone writes the outcome, has the fallback
 * called, and tells the receiver; what anybody else has is dropped. So the fallback is called once at most, also where
 * the interrupted body of a call that timed out fails as well. An abandoned call has no outcome, and tells nobody.
 *
 * <p>The receiver is told when the work has ended, so that the queue has counted it. Where there are decorators it is
 * told inside them, a little earlier; but for a caller that waits, for which nothing is run.
 */
final class Call extends CallOutcome implements ShownCall, Supplier<ThreadletCall> {
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
    private static final int TIMED_OUT = 4;
    private static final int ABANDONED = 5;

    private volatile int stage;

    /** What the body returned; written before LINKED. */
    private @Nullable CompletionStage<?> linked;

    /** What a stop waits for; written once LINKED. Who gives the call up sees it, or is seen to have given it up. */
    private volatile OpenCalls.@Nullable Open open;

    // Of the thread that runs the call.
    private boolean hasReturned;
    private boolean isUntold;

    Call(MethodPlan plan, MethodInvocation invocation, ThreadletCalls calls, @Nullable Object carrier) {
        super(plan, invocation, calls, carrier);
    }

    /** In the caller. Throws if the queue does not accept the call; nobody is told of it otherwise. */
    void submit() {
        clock.enterSubmission();
        try {
            clock.start(calls.deadlines(), this);
            queue().submit(this);
        } catch (Throwable refused) {
            if (advance(WAITING, DECIDED)) {
                throw refused;
            } // else it timed out while there was no room: who gave the call up tells the caller
        } finally {
            clock.leaveSubmission();
            if (isGivenUp()) {
                queue().dequeue(this); // it may have been accepted after it was given up
            }
            if (stage >= DECIDED) {
                clock.stop(); // who was that fast may not have seen both timers
            }
        }
    }

    /** What the caller that waits is thrown, after it has got it from the {@link #result}. */
    <T extends Throwable> T showingCaller(T failure) {
        ((CallerReceiver) receiver).showCaller(failure, plan.label(), stage == TIMED_OUT);
        return failure;
    }

    // ---- the body ----

    @Override
    protected void run() {
        if (clock.hasWaitedTooLong() && advance(WAITING, TIMED_OUT)) {
            calls.openCalls().neverBegun(queue().name(), this);
            final ThreadletTimeoutException late = TimeoutMessages.whileWaiting(plan, true);
            endTimedOut(late);
            throw late;
        }
        if (advance(WAITING, RUNNING) && clock.enterBody()) {
            try {
                scope.enter();
                runInScope(this::runBody);
            } finally {
                clock.leaveBody();
            }
        } else { // it was given up just now
            calls.openCalls().neverBegun(queue().name(), this);
        }
    }

    private void runBody() {
        final Supplier<ThreadletCall> outer = CallView.enterCall(this);
        final Object returned;
        try {
            returned = proceed();
        } catch (Throwable thrown) {
            CallView.enterCall(outer);
            endBody(null, thrown);
            throw Sneaky.asThrown(thrown);
        }
        CallView.enterCall(outer);
        hasReturned = true;
        if (returned instanceof Stages.Pending pending) {
            link(pending.stage());
        } else {
            endBody(returned, null);
        }
    }

    private void endBody(@Nullable Object returned, @Nullable Throwable thrown) {
        if (!advance(RUNNING, DECIDED)) {
            drop(thrown);
            return;
        }
        endWith(returned, thrown);
        if (scope.isDecorated() && !receiver.isWaiting()) {
            settleInDecorators();
        } else {
            isUntold = true;
            recover();
        }
    }

    /** Decorators see the failure of the body, and none of who is told. */
    private void settleInDecorators() {
        try {
            settle();
        } catch (Throwable broken) {
            reportUnheard(broken);
        }
    }

    private void link(CompletionStage<?> pending) {
        linked = pending; // not the outcome yet
        if (advance(RUNNING, LINKED)) {
            final OpenCalls.Open own = open();
            open = own;
            follow(pending, own, (value, thrown) -> {
                if (advance(LINKED, DECIDED)) {
                    linked = null;
                    endWithStage(value, thrown);
                }
            });
            giveUpOpen();
        } else {
            linked = null;
            Stages.cancel(pending);
            drop(null);
        }
    }

    /** The call was given up while the body ran; nobody else hears of its failure. */
    private void drop(@Nullable Throwable thrown) {
        if (wasInterrupted(thrown)) {
            calls.openCalls().interrupted(queue().name(), this);
        }
        if (thrown != null) {
            reportUnheard(thrown);
        }
    }

    /** A timeout interrupts; of a cancel without interruption there is no sign. */
    private boolean wasInterrupted(@Nullable Throwable thrown) {
        return isInterruptible()
                && (stage == TIMED_OUT
                        || Thread.currentThread().isInterrupted()
                        || (thrown != null && Stages.isInterruption(thrown)));
    }

    @Override
    protected void completed(@Nullable Throwable thrown) {
        try {
            if (thrown != null && hasReturned) {
                reportUnheard(thrown); // a decorator's, after the body
            }
            if (isUntold) {
                settle();
            } else if (advance(WAITING, DECIDED) || advance(RUNNING, DECIDED)) {
                endWithoutBody(thrown);
            } else if (stage == ABANDONED) {
                release();
            }
        } finally {
            scope.leave();
            clock.restoreInterrupt();
        }
    }

    private void endWithoutBody(@Nullable Throwable thrown) {
        if (thrown instanceof CancellationException && state() == State.DEQUEUED) {
            endCancelled(thrown.getMessage());
            return;
        }
        endWith(null, thrown != null ? thrown : CallScope.notRun(queue().name(), plan.label()));
        settleInScope();
    }

    // ---- giving up ----

    @Override
    protected void abandoned() {
        final int seen = giveUp(ABANDONED, false);
        if (seen < DECIDED) {
            clock.stop();
        }
        giveUpOpen();
        if (seen == WAITING || seen == LINKED) { // else the body, or who tells the outcome, still needs them
            linked = null;
            release();
        }
    }

    private void giveUpOpen() {
        final OpenCalls.Open own = open;
        if (own != null && isGivenUp()) {
            own.giveUp();
        }
    }

    /** @return the stage in which the call was given up; DECIDED if that is over */
    private int giveUp(int as, boolean onlyIfWaiting) {
        while (true) {
            final int seen = stage;
            if (seen >= DECIDED || (onlyIfWaiting && seen != WAITING)) {
                return DECIDED;
            }
            if (advance(seen, as)) {
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
        final int seen = giveUp(TIMED_OUT, isQueueTimeout);
        if (seen >= DECIDED) {
            return;
        }
        final TimeoutException where = clock.interrupt(this::interruptBody);
        final CompletionStage<?> followed = seen == LINKED ? linked : null;
        queue().dequeue(this);
        endTimedOut(
                switch (seen) {
                    case WAITING -> TimeoutMessages.whileWaiting(plan, isQueueTimeout);
                    case RUNNING -> TimeoutMessages.inBody(plan, where);
                    default -> TimeoutMessages.afterBody(plan);
                });
        if (followed != null) {
            linked = null;
            calls.deadlines().now(() -> {
                Stages.cancel(followed);
                giveUpOpen();
            });
        }
    }

    /** By way of a future that nobody has: the queue sees to it that the interrupt reaches this body alone. */
    private void interruptBody() {
        queue().futureOf(this).cancel(true);
    }

    private void endTimedOut(ThreadletTimeoutException timeout) {
        endWith(null, timeout);
        LateEnding.begin(this, plan.recoversFrom(timeout));
    }

    /** Whether it has timed out, was cancelled, or was completed by somebody else. */
    @Override
    public boolean isGivenUp() {
        return stage >= TIMED_OUT;
    }

    /**
     * For who waits for it; nobody does for a call that returns nothing, or that has timed out. A body that went on
     * after that is interrupted once more.
     */
    @Override
    public boolean cancel(boolean interrupt) {
        if (interrupt && isGivenUp()) {
            interruptBody();
            return true;
        }
        final ThreadletFuture<?> future =
                receiver instanceof FutureReceiver waiting ? waiting.future() : queue().futureOf(this);
        future.cancel(interrupt);
        return true; // one that has ended is not shown any more
    }

    private boolean advance(int from, int to) {
        return STAGE.compareAndSet(this, from, to);
    }

    // ---- what others ask ----

    @Override
    public boolean hasTimedOut() {
        return stage == TIMED_OUT;
    }

    @Override
    public boolean isInterruptible() {
        return plan.isInterruptible();
    }

    @Override
    public ThreadletCall get() {
        return new CallView(plan, clock, this::isGivenUp);
    }
}

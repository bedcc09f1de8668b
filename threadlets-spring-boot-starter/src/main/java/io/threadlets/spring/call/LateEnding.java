package io.threadlets.spring.call;

import io.threadlets.ThreadletWork;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call that has timed out. Not on the timer's thread, which must not wait for anything of the
 * application's, nor on the call's own, which may be stuck: the fallback is a work of the queue {@code global}.
 */
final class LateEnding extends ThreadletWork {
    private final CallOutcome call;
    private boolean hasBegun;

    private LateEnding(CallOutcome call) {
        this.call = call;
    }

    /** @param hasFallback whether there is one for the timeout */
    static void begin(CallOutcome call, boolean hasFallback) {
        if (call.receiver.isWaiting()) {
            call.settle(); // the caller calls the fallback
        } else {
            call.calls.deadlines().now(hasFallback ? () -> submit(call) : call::settleInScope);
        }
    }

    private static void submit(CallOutcome call) {
        try {
            final LateEnding ending = new LateEnding(call);
            call.calls.global().submit(ending);
            if (ending.state() == State.NEW) { // a test's mock, which runs nothing
                call.settleInScope();
            }
        } catch (RuntimeException refused) { // this thread is as good
            call.settleInScope();
        }
    }

    @Override
    protected void run() {
        hasBegun = true;
        call.settleInScope();
    }

    /** The caller must hear of the timeout also if the fallback was taken back. */
    @Override
    protected void completed(@Nullable Throwable thrown) {
        if (hasBegun) {
            super.completed(thrown);
        } else {
            call.settleWithoutFallback();
        }
    }

    @Override
    public String describe() {
        return call.describe() + " (fallback)";
    }
}

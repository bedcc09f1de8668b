package io.threadlets.spring.aop;

import io.threadlets.ThreadletWork;
import org.jspecify.annotations.Nullable;

/** The fallback of a call that timed out, whose own thread may be stuck. */
final class LateFallback extends ThreadletWork {
    private final Call call;
    private boolean hasBegun;

    LateFallback(Call call) {
        this.call = call;
    }

    @Override
    protected void run() {
        hasBegun = true;
        call.endWithFallback();
    }

    @Override
    protected void completed(@Nullable Throwable thrown) {
        if (hasBegun) {
            super.completed(thrown);
        } else {
            call.endWithoutFallback();
        }
    }

    @Override
    public String describe() {
        return call.describe() + " (fallback)";
    }
}

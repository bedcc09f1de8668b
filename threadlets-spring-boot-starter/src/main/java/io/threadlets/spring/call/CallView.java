package io.threadlets.spring.call;

import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.method.MethodPlan;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a body can know of its call. */
final class CallView extends ThreadletCall {
    private final MethodPlan plan;
    private final CallClock clock;
    private final BooleanSupplier isGivenUp;

    CallView(MethodPlan plan, CallClock clock, BooleanSupplier isGivenUp) {
        this.plan = plan;
        this.clock = clock;
        this.isGivenUp = isGivenUp;
    }

    static @Nullable Supplier<ThreadletCall> enterCall(@Nullable Supplier<ThreadletCall> next) {
        return enter(next);
    }

    @Override
    public String queue() {
        return plan.queue().name();
    }

    @Override
    public @Nullable Instant deadline() {
        return clock.deadline();
    }

    @Override
    public boolean isCancelled() {
        return isGivenUp.getAsBoolean();
    }
}

package io.threadlets.spring.stored;

import io.threadlets.spring.ThreadletCall;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a body can know of its attempt. */
final class AttemptView extends ThreadletCall {
    private final Attempt attempt;

    AttemptView(Attempt attempt) {
        this.attempt = attempt;
    }

    static @Nullable Supplier<ThreadletCall> enterCall(@Nullable Supplier<ThreadletCall> next) {
        return enter(next);
    }

    @Override
    public String queue() {
        return attempt.target().queue();
    }

    @Override
    public @Nullable Instant deadline() {
        return attempt.deadline();
    }

    @Override
    public boolean isCancelled() {
        return attempt.isGivenUp();
    }

    @Override
    public String id() {
        return attempt.call().id();
    }

    @Override
    public int attempt() {
        return attempt.call().attempt();
    }
}

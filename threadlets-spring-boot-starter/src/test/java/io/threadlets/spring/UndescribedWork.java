package io.threadlets.spring;

import io.threadlets.ThreadletWork;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A work that fails, and that does not say what it is as it should. */
public final class UndescribedWork extends ThreadletWork {
    private final Supplier<@Nullable String> description;

    public UndescribedWork(Supplier<@Nullable String> description) {
        this.description = description;
    }

    @Override
    protected void run() {
        throw new IllegalStateException("planned");
    }

    @Override
    protected void completed(@Nullable Throwable failure) {}

    @Override
    @SuppressWarnings("NullAway") // what user code does
    public String describe() {
        return description.get();
    }
}

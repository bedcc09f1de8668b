package io.threadlets;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The ways to wait for a future. */
enum Waiting {
    GET,
    TIMED_GET,
    JOIN;

    static final List<Waiting> ALL = List.of(values());

    <T extends @Nullable Object> T on(ThreadletFuture<T> future) throws Exception {
        return switch (this) {
            case GET -> future.get();
            case TIMED_GET -> future.get(Waits.LONG.toSeconds(), TimeUnit.SECONDS);
            case JOIN -> future.join();
        };
    }
}

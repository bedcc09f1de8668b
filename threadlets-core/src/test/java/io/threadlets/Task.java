package io.threadlets;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A callable with a name, which people are shown. */
record Task<T extends @Nullable Object>(String name, Callable<T> body) implements Callable<T> {
    @Override
    public T call() throws Exception {
        return body.call();
    }

    @Override
    public String toString() {
        return name;
    }
}

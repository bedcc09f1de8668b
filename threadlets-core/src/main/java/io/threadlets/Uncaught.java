package io.threadlets;

import org.jspecify.annotations.Nullable;

/** The end of the road for failures that nobody else gets. */
final class Uncaught {
    private Uncaught() {}

    /** Hands a failure, if there is one, to the current thread's uncaught-exception handler, and survives that. */
    static void report(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        final Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable ignored) { // as the JVM does with a handler that throws
        }
    }
}

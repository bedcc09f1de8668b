package io.threadlets.spring.context;

import org.jspecify.annotations.Nullable;

/** Traces that begin in one process and go on in another one, which runs a stored call. Safe from any thread. */
public interface RemoteTraces {
    /**
     * The trace that the calling thread is in.
     *
     * @return as <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a> writes it in
     *     the header {@code traceparent}; null if the thread is in none
     */
    @Nullable
    String current();

    /**
     * Has the spans that the calling thread begins belong to a trace.
     *
     * @param traceparent what {@link #current} has given, somewhere; what cannot be read is left out
     * @return ends that, on the same thread
     */
    Scope join(String traceparent);

    /** What was joined, until it is closed. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}

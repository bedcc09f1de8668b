package io.threadlets.benchmarks.calls;

/** What is switched on in the application that makes the calls. */
public enum With {
    /** Nothing but the pool. */
    NOTHING,

    /**
     * The caller's logging context and what is registered with Micrometer's context propagation come along, and the
     * pool's own meters are bound to a registry.
     */
    CONTEXT_AND_METRICS
}

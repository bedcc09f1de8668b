package io.threadlets.spring.config;

import io.threadlets.OnFull;
import io.threadlets.ThreadletQueue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is built with, all inheritance done. Null: as the builder has it.
 *
 * @param name of the queue
 * @param minThreads kept once they are started
 * @param maxThreads at once
 * @param idleTimeout after which a thread above the minimum ends
 * @param capacity works that may wait; -1: no bound
 * @param onFull what becomes of a work that finds no room
 * @param prestart whether the minimum is started with the queue
 * @param threadNamePrefix of the threads' names
 * @param virtual whether the threads are virtual
 * @param limits of the calls of the queue's methods
 * @param slowAfter from when on a work counts as slow; zero: never
 * @param store what the queue's stored calls are kept with; null: it keeps none
 */
public record QueueSettings(
        String name,
        int minThreads,
        int maxThreads,
        @Nullable Duration idleTimeout,
        int capacity,
        @Nullable OnFull onFull,
        @Nullable Boolean prestart,
        @Nullable String threadNamePrefix,
        boolean virtual,
        CallLimits limits,
        Duration slowAfter,
        @Nullable StoredSettings store) {

    /** What the properties say for "no bound". */
    static final int UNBOUNDED = -1;

    /**
     * Begins to build the queue.
     *
     * @return a builder that has these settings
     */
    public ThreadletQueue.Builder toBuilder() {
        final ThreadletQueue.Builder builder = ThreadletQueue.builder(name)
                .minThreads(minThreads)
                .maxThreads(maxThreads)
                .virtualThreads(virtual)
                .advice(advice());
        if (idleTimeout != null) {
            builder.idleTimeout(idleTimeout);
        }
        if (capacity != UNBOUNDED && store == null) { // else the store counts the calls of all instances
            builder.capacity(capacity);
        }
        if (onFull != null) {
            builder.onFull(onFull);
        }
        if (prestart != null) {
            builder.prestart(prestart);
        }
        if (threadNamePrefix != null) {
            builder.threadNamePrefix(threadNamePrefix);
        }
        return builder;
    }

    /**
     * What to change where the queue is full.
     *
     * @return a sentence that names the properties
     */
    public String advice() {
        final String properties = SettingsResolver.prefix(name);
        final String more = "Raise " + properties + ".capacity or " + properties + ".max-threads";
        if (store != null) {
            return more + ", or add instances.";
        }
        return onFull == null || onFull == OnFull.REJECT
                ? more + ", or set " + properties + ".on-full to caller-runs or block."
                : more + ".";
    }
}

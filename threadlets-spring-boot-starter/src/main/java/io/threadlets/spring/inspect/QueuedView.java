package io.threadlets.spring.inspect;

import io.threadlets.ThreadletWork;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A work that waits.
 *
 * @param position its place in the line, from 1
 * @param id what people call it by; it keeps it when it runs
 * @param work the work itself
 * @param description what the work says of itself
 * @param since when it was submitted; null where the queue keeps no times
 * @param age how long it has waited; null where the queue keeps no times
 * @param submittedBy the name of the thread that submitted it; null if not known
 * @param traceId the trace that it was submitted in; null if there is none
 */
public record QueuedView(
        int position,
        long id,
        ThreadletWork work,
        String description,
        @Nullable Instant since,
        @Nullable Duration age,
        @Nullable String submittedBy,
        @Nullable String traceId) {}

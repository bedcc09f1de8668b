package io.threadlets.spring.inspect;

import io.threadlets.ThreadletWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A work that runs, and where it stands.
 *
 * @param id what people call this run by; the same each time it is seen, and while it was queued
 * @param queue the name of its queue
 * @param work the work itself
 * @param description what the work says of itself
 * @param thread the thread that runs it: one of the queue's, or a caller's
 * @param threadId the thread's number, as in a thread dump
 * @param virtual whether the thread is a virtual one
 * @param since when it began; null where the queue keeps no times, as are the next two
 * @param elapsed how long it has run
 * @param waited how long it was queued before
 * @param cpu how long the thread has used a processor since the work began, to about a second; null if not known
 * @param threadState whether the thread runs, waits, or is blocked
 * @param at the frame that tells people most, as {@code com.acme.SmtpClient.read(SmtpClient.java:88)}; null if the
 *     stack was not looked at, or is empty
 * @param waitingFor the lock that the thread waits for; null if none is known
 * @param traceId the trace that the work was submitted in; null if there is none
 * @param cancellable whether its thread may be interrupted for it
 * @param cancelled whether it was cancelled, and has not ended yet
 * @param stack innermost frame first; empty if it was not looked at
 */
public record RunningView(
        long id,
        String queue,
        ThreadletWork work,
        String description,
        Thread thread,
        long threadId,
        boolean virtual,
        @Nullable Instant since,
        @Nullable Duration elapsed,
        @Nullable Duration waited,
        @Nullable Duration cpu,
        Thread.State threadState,
        @Nullable String at,
        @Nullable LockView waitingFor,
        @Nullable String traceId,
        boolean cancellable,
        boolean cancelled,
        List<StackTraceElement> stack) {}

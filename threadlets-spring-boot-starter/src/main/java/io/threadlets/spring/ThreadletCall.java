package io.threadlets.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a {@link Threadlet} method can know of its call: for loops that are to end when nobody waits any
 * more, and for what has time limits of its own.
 *
 * <pre>{@code
 * for (Path file : files) {
 *     if (ThreadletCall.current().isCancelled()) {
 *         return;
 *     }
 *     …
 * }
 * }</pre>
 */
public abstract class ThreadletCall {
    // What it holds ends with each body.
    private static final ThreadLocal<@Nullable Supplier<ThreadletCall>> CURRENT = new ThreadLocal<>();

    /** One call. */
    protected ThreadletCall() {}

    /**
     * The call whose body the calling thread is in, innermost where they nest.
     *
     * @return never null: outside of one, as where a test calls a body directly, a call without queue and deadline that
     *     nobody cancels
     */
    public static ThreadletCall current() {
        final Supplier<ThreadletCall> current = CURRENT.get();
        return current == null ? new PlainCall() : current.get();
    }

    /**
     * Makes a call the current one of the calling thread.
     *
     * @param next the call, for who asks; null for none
     * @return the one before, to be given back when the body ends
     */
    protected static @Nullable Supplier<ThreadletCall> enter(@Nullable Supplier<ThreadletCall> next) {
        final Supplier<ThreadletCall> before = CURRENT.get();
        CURRENT.set(next); // not removed: that would cost each call a new entry
        return before;
    }

    /**
     * The queue of the call.
     *
     * @return its name; null outside of a call
     */
    public abstract @Nullable String queue();

    /**
     * When the call times out.
     *
     * @return null if it does not
     */
    public abstract @Nullable Instant deadline();

    /**
     * How long the call may still take: for what has a time limit of its own, such as a request to a server.
     *
     * @return zero when the time is over; null if the call does not time out
     */
    public final @Nullable Duration remaining() {
        final Instant deadline = deadline();
        if (deadline == null) {
            return null;
        }
        final Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether nobody waits for the outcome any more.
     *
     * @return whether the call was cancelled or has timed out; may change at any time
     */
    public abstract boolean isCancelled();

    /**
     * What a stored call is known by.
     *
     * @return the id of its {@link ThreadletReceipt}; null in any other call
     */
    public @Nullable String id() {
        return null;
    }

    /**
     * Which attempt this is of a stored call.
     *
     * @return from 1; 1 in any other call
     */
    public int attempt() {
        return 1;
    }

    private static final class PlainCall extends ThreadletCall {
        @Override
        public @Nullable String queue() {
            return null;
        }

        @Override
        public @Nullable Instant deadline() {
            return null;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}

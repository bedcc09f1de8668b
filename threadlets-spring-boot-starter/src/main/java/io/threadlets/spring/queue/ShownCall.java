package io.threadlets.spring.queue;

import io.threadlets.spring.config.Sensitive;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A work that tells more of itself than its description to who looks at its queue. Asked from any thread. */
public interface ShownCall extends Sensitive {
    /** {@return the name of the thread that made the call; null if it was made elsewhere} */
    @Nullable
    String submittedBy();

    /** {@return the trace that the call was made in; null if there is none} */
    @Nullable
    String traceId();

    /** {@return the method that was called; null while that is not known} */
    @Nullable
    Method method();

    /** {@return the arguments; empty when the call has been given up or has ended} */
    @Nullable
    Object[] arguments();

    /** {@return whether nobody waits for the outcome any more} */
    boolean isGivenUp();

    /** {@return whether the body may be interrupted on somebody's wish} */
    default boolean isCancellable() {
        return isInterruptible();
    }

    /**
     * Ends the call for who waits for it. A stored call is not run again.
     *
     * @param interrupt whether to interrupt the body as well, if it may be
     * @return whether that was in time: not if what becomes of the call is decided already
     */
    boolean cancel(boolean interrupt);
}

package io.threadlets.spring.context;

import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sees calls come and their bodies run. Safe from any thread. */
@FunctionalInterface
public interface CallObserver {
    /**
     * A call is made, by the calling thread.
     *
     * @param queue the name of the queue that it goes to
     * @param work what people are shown of it
     * @param method what is called
     * @return what is to be around its body; null if that is not observed
     */
    @Nullable
    ObservedBody called(String queue, String work, Method method);

    /**
     * An attempt of a stored call is about to be made, by the calling thread.
     *
     * @param queue the name of its queue
     * @param work what people are shown of it
     * @param method what is called
     * @param waited since the call was stored
     * @param trace what {@link #trace} has given to whoever has made the call; null for none
     * @return what is to be around the body; null if that is not observed
     */
    default @Nullable ObservedBody taken(
            String queue, String work, Method method, Duration waited, @Nullable String trace) {
        return null;
    }

    /**
     * The trace that the calling thread is in, for a call that another process may run.
     *
     * @return the value of a header {@code traceparent}; null if the thread is in no trace
     */
    default @Nullable String trace() {
        return null;
    }

    /** The body of one call. */
    interface ObservedBody {
        /**
         * Runs the body, and sees its failure.
         *
         * @param body run once, on this thread
         */
        void run(Runnable body);

        /**
         * Whether somebody has recorded how long the body ran.
         *
         * @return false before it was run
         */
        boolean isTimed();
    }
}

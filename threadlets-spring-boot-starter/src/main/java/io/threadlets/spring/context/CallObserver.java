package io.threadlets.spring.context;

import java.lang.reflect.Method;
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

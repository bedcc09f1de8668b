package io.threadlets.spring.context;

import org.jspecify.annotations.Nullable;

/** One kind of values that are bound to threads. Safe from any thread. */
public interface ContextSource {
    /**
     * Takes what the calling thread has.
     *
     * @param carrier what else may hold such values (Reactor's context), if there is anything
     * @return the values as they are now
     */
    Values capture(@Nullable Object carrier);

    /** What was taken; may be restored any number of times, on any thread. */
    @FunctionalInterface
    interface Values {
        /**
         * Gives the calling thread these values, and nothing else of their kind.
         *
         * @return brings back what the thread had before, whatever was set meanwhile
         */
        Scope restore();

        /**
         * The trace that these values belong to.
         *
         * @return null where they tell of none
         */
        default @Nullable String traceId() {
            return null;
        }
    }

    /** Ends on the thread on which it began. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}

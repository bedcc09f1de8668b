package io.threadlets.benchmarks.calls;

import java.util.concurrent.CompletableFuture;

/** The methods that are called: the same for all, but for the annotation on them. */
interface Service {
    /**
     * As little work as can be seen to have been done elsewhere. It makes one object, the future, for everybody.
     *
     * @param argument taken along, as most calls take something along
     * @return the thread that ran it
     */
    CompletableFuture<Thread> future(String argument);

    /**
     * Not measured: says what is carried.
     *
     * @return what the thread that ran it had of the caller's context
     */
    CompletableFuture<CallerContext.Seen> context();

    /**
     * Gives what {@link #future} gives, as a plain value; the caller waits for it.
     *
     * @param argument taken along
     * @return the thread that ran it
     * @throws UnsupportedOperationException where only futures can be returned
     */
    default Thread plain(String argument) {
        throw new UnsupportedOperationException("Only a future can be returned.");
    }
}

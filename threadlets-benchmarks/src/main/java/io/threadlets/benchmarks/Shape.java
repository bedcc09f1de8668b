package io.threadlets.benchmarks;

import java.time.Duration;

/**
 * How large a pool is.
 *
 * @param threads the most threads at once
 * @param minThreads how many stay when idle
 * @param idleTimeout how long one of the others stays
 */
record Shape(int threads, int minThreads, Duration idleTimeout) {
    /** Threads that stay once they were started. */
    static Shape fixed(int threads) {
        return new Shape(threads, threads, Duration.ofSeconds(60));
    }

    /** Threads all of which leave when they have been idle long enough. */
    static Shape shrinking(int threads, Duration idleTimeout) {
        return new Shape(threads, 0, idleTimeout);
    }
}

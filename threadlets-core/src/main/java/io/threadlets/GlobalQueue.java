package io.threadlets;

/** Holds the JVM-wide queue. The JVM initializes this class, and so makes the queue, once, on first use. */
final class GlobalQueue {
    static final ThreadletQueue QUEUE =
            new ThreadletQueue(BuilderSettings.global().newEngine(), true);

    private GlobalQueue() {}
}

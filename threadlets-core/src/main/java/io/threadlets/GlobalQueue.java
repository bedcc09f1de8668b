package io.threadlets;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds the JVM-wide queue, made on first use. Not while a class is initialized: if it fails then, for want of memory
 * or stack, it is lost to the whole JVM; so it is tried again.
 */
final class GlobalQueue {
    /** Set under the lock of the class. */
    private static final AtomicReference<@Nullable ThreadletQueue> QUEUE = new AtomicReference<>();

    private GlobalQueue() {}

    static ThreadletQueue get() {
        final ThreadletQueue made = QUEUE.get();
        return made == null ? make() : made;
    }

    private static synchronized ThreadletQueue make() {
        ThreadletQueue made = QUEUE.get();
        if (made == null) {
            made = new ThreadletQueue(BuilderSettings.global().newEngine(), true);
            QUEUE.set(made);
        }
        return made;
    }
}

package io.threadlets.spring.queue;

import io.threadlets.spring.config.Sensitive;

/**
 * A work that interrupts its body itself, where a queue would interrupt the thread: what it does before and after the
 * body must not be hit.
 */
public interface SelfInterrupting extends Sensitive {
    /**
     * Interrupts the body for a stop, unless it must not be interrupted.
     *
     * @return whether it was told to end: not if it must not be interrupted
     */
    boolean interruptForStop();

    /**
     * Whether a queue may interrupt the thread.
     *
     * @return false
     */
    @Override
    default boolean isInterruptible() {
        return false;
    }
}

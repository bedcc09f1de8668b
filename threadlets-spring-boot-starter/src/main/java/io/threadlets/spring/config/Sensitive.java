package io.threadlets.spring.config;

/** A work that a stop asks whether it may interrupt it. */
public interface Sensitive {
    /** {@return whether the body may be interrupted} */
    boolean isInterruptible();
}

package io.threadlets.spring.queue;

/** A work that is the call of an annotated method, as meters tell it from others. Asked by who runs or ends it. */
public interface MeteredCall {
    /** {@return whether its time was over before anything else ended it} */
    boolean hasTimedOut();

    /** {@return whether its body was observed, so that it has been timed already} */
    boolean isObserved();
}

package io.threadlets.spring.advice;

/** Knows what is wrong with the queues. */
@FunctionalInterface
public interface Advisor {
    /**
     * What was found at the last look. Costs nothing: somebody else looks.
     *
     * @return findings, and a sentence for all of them
     */
    Advice advice();
}

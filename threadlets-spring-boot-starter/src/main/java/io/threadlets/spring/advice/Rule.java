package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import java.util.List;

/** Tells one kind of trouble from what is known of the queues. Knows nothing else, and remembers nothing. */
@FunctionalInterface
interface Rule {
    /**
     * What there is of it.
     *
     * @param queues all queues
     * @return a finding for each queue that has it
     */
    List<Finding> find(List<Scene> queues);
}

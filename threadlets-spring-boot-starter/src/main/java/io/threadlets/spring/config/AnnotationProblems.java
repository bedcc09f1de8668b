package io.threadlets.spring.config;

import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.List;
import java.util.Set;

/**
 * Tells what is wrong with an application's annotations, before any bean is made, so that one report has everything.
 */
@FunctionalInterface
public interface AnnotationProblems {
    /**
     * Looks at the classes of the beans as far as their definitions tell.
     *
     * @param queues the names that annotations may give
     * @param stored those of them that have a store
     * @return what is wrong; empty if nothing is
     */
    List<Problem> find(Set<String> queues, Set<String> stored);
}

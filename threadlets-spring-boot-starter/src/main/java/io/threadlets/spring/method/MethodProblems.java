package io.threadlets.spring.method;

import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.List;

/** What is wrong with annotated methods for who makes their calls, known when all singletons are made. */
@FunctionalInterface
public interface MethodProblems {
    /** {@return what is wrong; empty if nothing is} */
    List<Problem> problems();
}

package io.threadlets.spring.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The application cannot start as it is configured or annotated. Holds everything that was found, not only the first.
 */
public final class ThreadletsConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param text what is wrong, with the value and the rule
     * @param fix what to do
     * @param properties the properties concerned, for who can tell where they were read; a prefix stands for what is
     *     below it
     */
    public record Problem(String text, String fix, List<String> properties) {
        /**
         * One that no property is to blame for.
         *
         * @param text what is wrong
         * @param fix what to do
         */
        public Problem(String text, String fix) {
            this(text, fix, List.of());
        }
    }

    /**
     * One exception for all.
     *
     * @param problems at least one
     */
    public ThreadletsConfigurationException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> problem.text() + " " + problem.fix())
                .collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /**
     * What was found.
     *
     * @return at least one
     */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Throws if something is wrong.
     *
     * @param problems what is wrong; empty if nothing is
     * @throws ThreadletsConfigurationException naming all of it
     */
    public static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ThreadletsConfigurationException(problems);
        }
    }
}

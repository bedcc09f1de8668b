package io.threadlets.spring.store;

/** What keeps an application from starting with a store, found when that was opened: told in the report. */
public final class StoreProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StoreType.Problem problem;

    /**
     * One problem.
     *
     * @param problem what is wrong
     * @param cause how that was seen
     */
    public StoreProblemException(StoreType.Problem problem, Throwable cause) {
        super(problem.text() + " " + problem.fix(), cause);
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return the problem
     */
    public StoreType.Problem problem() {
        return problem;
    }
}

package io.threadlets;

import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How the Lincheck tests are run: short in every build, longer with {@code -Dthreadlets.lincheck.scenarios=100}. */
final class LincheckRuns {
    private static final int SCENARIOS = Integer.getInteger("threadlets.lincheck.scenarios", 2);
    private static final int INVOCATIONS = Integer.getInteger("threadlets.lincheck.invocations", 200);

    /** So many threads do three operations each, in every order that matters as far as the invocations go. */
    static ModelCheckingOptions model(int threads, Class<?> specification) {
        return new ModelCheckingOptions()
                .threads(threads)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(SCENARIOS)
                .invocationsPerIteration(INVOCATIONS)
                .sequentialSpecification(specification);
    }

    /** The same on real threads, in whatever order comes. */
    static StressOptions stress(int threads, Class<?> specification) {
        return new StressOptions()
                .threads(threads)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(SCENARIOS)
                .invocationsPerIteration(2 * INVOCATIONS)
                .sequentialSpecification(specification);
    }

    private LincheckRuns() {}

    /** Counts the objects under test: one for each invocation. */
    static final class Count {
        private final LongAdder made = new LongAdder();

        void one() {
            made.increment();
        }

        void leave(String test) {
            StressReport.leave(test, StressReport.LINCHECK, made.sum());
        }
    }
}

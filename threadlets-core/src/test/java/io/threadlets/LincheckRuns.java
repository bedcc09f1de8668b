package io.threadlets;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
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

    /**
     * One operation by each thread, and others afterwards, in every order that matters as far as the invocations go.
     */
    static ModelCheckingOptions scenario(List<Actor> sideBySide, List<Actor> afterwards, Class<?> specification) {
        return new ModelCheckingOptions()
                .addCustomScenario(new ExecutionScenario(
                        List.of(), sideBySide.stream().map(List::of).toList(), afterwards, null))
                .iterations(0)
                .invocationsPerIteration(SCENARIOS * INVOCATIONS) // it is the only scenario
                .loopBound(2 * WorkSegment.SIZE) // who looks at all slots of a segment does not hang
                .loopIterationsBeforeThreadSwitch(2 * WorkSegment.SIZE) // and need not let others go first
                .sequentialSpecification(specification);
    }

    /** As {@link #model}, on real threads, in whatever order comes. */
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

package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A thread runs a work that writes plain data, while somebody looks at the state, and at the data once that is final.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=FinalStateStress}.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not final yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "final, and what the body wrote is seen")
@Outcome(expect = FORBIDDEN, desc = "the state is final before what the body wrote is seen")
@State
public class FinalStateStress {
    private final CountedWork work = CountedWork.claimed();

    /** For the harness. */
    public FinalStateStress() {}

    @Actor
    public void thread() {
        final WorkRun run = EngineParts.run();
        run.accept(work, null, 0, 0);
        run.execute(work);
    }

    @Actor
    public void reader(II_Result r) {
        if (work.state() == ThreadletWork.State.SUCCEEDED) {
            r.r1 = 1;
            r.r2 = work.runs;
        }
    }
}

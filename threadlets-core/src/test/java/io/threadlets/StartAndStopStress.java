package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * As {@link SubmitAndStopStress}, for a submission that has a thread started, and may be refused until that has
 * succeeded.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=StartAndStopStress}.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "accepted, returned, completed")
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(expect = FORBIDDEN, desc = "lost, or refused and returned, or the counts are wrong")
@State
public class StartAndStopStress {
    private final LentEngine queue = new LentEngine(1);
    private final CountedWork work = new CountedWork();

    /** For the harness. */
    public StartAndStopStress() {}

    @Actor
    public void submitter(IIII_Result r) {
        r.r1 = queue.submit(work);
    }

    @Actor
    public void stopper(IIII_Result r) {
        r.r2 = queue.engine.shutdownNow().size();
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r3 = work.completions;
        r.r4 = queue.rest();
    }
}

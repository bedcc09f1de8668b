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
 * A submission races with {@code shutdownNow}, in the whole engine: the submitter offers the work and then looks
 * whether the queue was stopped, which is said before what waits is taken back. So a submission that was accepted is
 * returned, and one that was refused is not. The queue is paused, so no thread interferes.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=SubmitAndStopStress}.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "accepted, returned, completed")
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(id = "1, 0, 0, .*", expect = FORBIDDEN, desc = "accepted after the drain: nobody has it")
@Outcome(id = "0, 1, .*", expect = FORBIDDEN, desc = "refused, and returned all the same")
@Outcome(expect = FORBIDDEN, desc = "the counts are wrong")
@State
public class SubmitAndStopStress {
    private final LentEngine queue = new LentEngine(1);
    private final CountedWork work = new CountedWork();

    /** For the harness. */
    public SubmitAndStopStress() {
        queue.engine.pause();
    }

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

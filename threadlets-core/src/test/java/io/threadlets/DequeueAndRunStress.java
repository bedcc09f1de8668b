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
 * A work is taken back while the thread that was started for it begins, in the whole engine: exactly one gets it, and
 * the counts are right whichever that is.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=DequeueAndRunStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "taken back")
@Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "run")
@Outcome(expect = FORBIDDEN, desc = "both, or neither, or the counts are wrong")
@State
public class DequeueAndRunStress {
    private final LentEngine queue = new LentEngine(1);
    private final CountedWork work = new CountedWork();

    /** For the harness. */
    public DequeueAndRunStress() {
        queue.submit(work);
    }

    @Actor
    public void dequeuer(IIII_Result r) {
        r.r1 = queue.engine.dequeue(work) == DequeueResult.DEQUEUED ? 1 : 0;
    }

    @Actor
    public void thread() {
        queue.threads.runNext();
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r4 = queue.rest();
        r.r2 = work.runs;
        r.r3 = work.completions;
    }
}

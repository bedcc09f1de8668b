package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A queue is paused and resumed while its thread begins, in the whole engine: whether or not the thread leaves for the
 * pause, the work is run in the end.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=PauseAndRunStress}.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the work was run, and nothing is left")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "stranded: no thread comes back for it")
@Outcome(expect = FORBIDDEN, desc = "run twice, or the counts are wrong")
@State
public class PauseAndRunStress {
    private final LentEngine queue = new LentEngine(1);
    private final CountedWork work = new CountedWork();

    /** For the harness. */
    public PauseAndRunStress() {
        queue.submit(work);
    }

    @Actor
    public void steerer() {
        queue.engine.pause();
        queue.engine.resume();
    }

    @Actor
    public void thread() {
        queue.threads.runNext();
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = queue.rest();
        r.r1 = work.completions;
    }
}

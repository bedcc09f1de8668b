package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A work is submitted while the only thread finds nothing, times out and leaves, in the whole engine: the thread leaves
 * only if it was not claimed, and the submission has another one started only if it has left.
 *
 * <p>Run: {@code mvn -B -ntp verify -pl threadlets-core -Dtest=ControlWordTest
 * -Djcstress.tests=SubmitAndTimeoutStress}.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both works were run, and nothing is left")
@Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "stranded: accepted, and no thread comes for it")
@Outcome(expect = FORBIDDEN, desc = "run twice, or the counts are wrong")
@State
public class SubmitAndTimeoutStress {
    private final LentEngine queue = new LentEngine(1);
    private final CountedWork first = new CountedWork();
    private final CountedWork second = new CountedWork();

    /** For the harness. */
    public SubmitAndTimeoutStress() {
        queue.submit(first);
    }

    @Actor
    public void submitter() {
        queue.submit(second);
    }

    @Actor
    public void thread() {
        queue.threads.runNext();
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r3 = queue.rest();
        r.r1 = first.completions;
        r.r2 = second.completions;
    }
}

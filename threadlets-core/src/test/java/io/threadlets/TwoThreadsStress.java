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
 * Two threads take three works, find nothing more, time out and leave, in the whole engine.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=TwoThreadsStress}.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "each work was run once, and nothing is left")
@Outcome(expect = FORBIDDEN, desc = "lost, or run twice, or the counts are wrong")
@State
public class TwoThreadsStress {
    private final LentEngine queue = new LentEngine(2);
    private final CountedWork first = new CountedWork();
    private final CountedWork second = new CountedWork();
    private final CountedWork third = new CountedWork();

    /** For the harness. */
    public TwoThreadsStress() {
        queue.submit(first);
        queue.submit(second);
        queue.submit(third);
    }

    @Actor
    public void one() {
        queue.threads.runNext();
    }

    @Actor
    public void other() {
        queue.threads.runNext();
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r4 = queue.rest();
        r.r1 = first.completions;
        r.r2 = second.completions;
        r.r3 = third.completions;
    }
}

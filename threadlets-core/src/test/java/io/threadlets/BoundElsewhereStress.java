package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A new work is submitted to one queue while somebody asks another queue for its future: it is a work of the queue that
 * it waits in, whose threads could not take it otherwise.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=BoundElsewhereStress}.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "it is a work of the queue that it was submitted to")
@Outcome(id = "0", expect = FORBIDDEN, desc = "the queue holds another one's work")
@State
public class BoundElsewhereStress {
    private static final Engine OTHER = new AtomicEngine(EngineParts.config(new LentThreads(), 1));

    private final WorkFifo works = EngineParts.fifo();
    private final CountedWork work = new CountedWork();

    /** For the harness. */
    public BoundElsewhereStress() {}

    @Actor
    public void submitter() {
        work.claim();
        works.offer(work, null, 0);
    }

    @Actor
    public void asker() {
        work.boundTo(OTHER);
    }

    @Arbiter
    public void afterwards(I_Result r) {
        r.r1 = EngineParts.ENGINE.equals(work.owner()) ? 1 : 0;
    }
}

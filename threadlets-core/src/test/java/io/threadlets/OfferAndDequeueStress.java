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
 * One takes a work back while its submitter is about to give it its place. Its slot is filled an instant before the
 * work is QUEUED: so who takes it back finds it there, and the slot does not keep the work.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=OfferAndDequeueStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "there for a thread")
@Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "taken back")
@Outcome(expect = FORBIDDEN, desc = "lost, had twice, or kept in its slot")
@State
public class OfferAndDequeueStress {
    private final WorkFifo works = EngineParts.fifo();
    private final CountedWork work = CountedWork.claimed();

    /** For the harness. */
    public OfferAndDequeueStress() {}

    @Actor
    public void submitter(IIII_Result r) {
        works.offer(work, null, 0);
        r.r1 = 1;
    }

    @Actor
    public void dequeuer(IIII_Result r) {
        r.r2 = EngineParts.dequeue(works, work) ? 1 : 0;
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r3 = EngineParts.runNext(works) == null ? 0 : 1;
        r.r4 = EngineParts.runNext(works) == null ? 0 : 1;
    }
}

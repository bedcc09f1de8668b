package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * One takes a work back while a thread pops it: one CAS of the work's word decides. Whichever of them comes to the slot
 * last empties it, so that it never keeps a work, and is empty in the end.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=DequeueAndPollStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 0, 0", expect = ACCEPTABLE, desc = "the thread got it")
@Outcome(id = "0, 1, 0, 0", expect = ACCEPTABLE, desc = "it was taken back")
@Outcome(expect = FORBIDDEN, desc = "both got it, or neither, or the slot was not emptied")
@State
public class DequeueAndPollStress {
    private final WorkFifo works = EngineParts.fifo();
    private final CountedWork work = CountedWork.claimed();
    private final WorkSegment segment;

    /** For the harness. */
    public DequeueAndPollStress() {
        works.offer(work, null, 0);
        segment = Objects.requireNonNull(works.segmentOf(work, work.word()));
    }

    @Actor
    public void thread(IIII_Result r) {
        r.r1 = EngineParts.runNext(works) == null ? 0 : 1;
    }

    @Actor
    public void dequeuer(IIII_Result r) {
        r.r2 = EngineParts.dequeue(works, work) ? 1 : 0;
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r3 = segment.itemAcquire(0) instanceof ThreadletWork ? 1 : 0;
        r.r4 = EngineParts.runNext(works) == null && segment.isSpent() ? 0 : 1;
    }
}

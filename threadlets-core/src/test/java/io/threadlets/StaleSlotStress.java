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
 * A thread of one queue is about to take a work that is meanwhile taken back and submitted to another queue, into the
 * slot of the same number: the thread must not start that submission, which is none of its queue's.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=StaleSlotStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the thread was first")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the work moved, and is there for the other queue's threads")
@Outcome(expect = FORBIDDEN, desc = "a thread started a submission to another queue, or the work got lost")
@State
public class StaleSlotStress {
    private static final AtomicEngine OTHER_ENGINE = new AtomicEngine(EngineParts.config(new LentThreads(), 1));

    private final WorkFifo one = EngineParts.fifo();
    private final WorkFifo other = new WorkFifo(OTHER_ENGINE, false);
    private final CountedWork work = CountedWork.claimed();

    /** For the harness. */
    public StaleSlotStress() {
        one.offer(work, null, 0);
    }

    @Actor
    public void thread(III_Result r) {
        r.r1 = EngineParts.runNext(one) == null ? 0 : 1;
    }

    @Actor
    public void mover(III_Result r) {
        if (EngineParts.dequeue(one, work)) {
            work.claim();
            other.offer(work, null, 0);
            r.r2 = 1;
        }
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r3 = EngineParts.runNext(other) == null ? 0 : 1;
    }
}

package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A thread is about to take a work that is meanwhile taken back and submitted again to the same queue, with another
 * home. Whoever starts it delivers it to the home of the submission that it started.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=ResubmissionStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the thread started the first submission")
@Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "the thread started the second submission")
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second submission came after the thread had looked")
@Outcome(expect = FORBIDDEN, desc = "a submission was started from another's slot, or lost")
@State
public class ResubmissionStress {
    private final WorkFifo works = EngineParts.fifo();
    private final CountedWork work = CountedWork.claimed();
    private int home;
    private final Executor first = completion -> home = 1;
    private final Executor second = completion -> home = 2;

    /** For the harness. */
    public ResubmissionStress() {
        works.offer(work, first, 0);
    }

    /** Runs the work, if it is there; the number of the home that it was delivered to. */
    private int runNext() {
        return EngineParts.runNext(works) == null ? 0 : home;
    }

    @Actor
    public void thread(III_Result r) {
        r.r1 = runNext();
    }

    @Actor
    public void resubmitter(III_Result r) {
        if (EngineParts.dequeue(works, work)) {
            work.claim();
            works.offer(work, second, 0);
            r.r2 = 1;
        }
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r3 = runNext();
    }
}

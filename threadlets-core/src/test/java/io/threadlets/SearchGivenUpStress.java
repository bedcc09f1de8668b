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
 * A submitter offers a work and finds a thread looking around, while that thread stops looking, enters the idle list,
 * says that it has given up, and looks a last time: either the submitter wakes it, or it sees the work.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=SearchGivenUpStress}.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the submitter woke the thread")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the thread saw the work")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost wake-up: the submitter relied on a search that was over")
@State
public class SearchGivenUpStress {
    private final WorkFifo works = EngineParts.fifo();
    private final IdleList idle = new IdleList();
    private final WakeUps wakeUps = new WakeUps(idle, works);
    private final CountedWork work = CountedWork.claimed();
    private final Worker worker = new Worker(EngineParts.ANY);

    /** For the harness. */
    public SearchGivenUpStress() {
        idle.push(worker);
        wakeUps.signal();
        wakeUps.tryLookAround(true);
    }

    @Actor
    public void submitter() {
        works.offer(work, null, 0);
        wakeUps.signal();
    }

    @Actor
    public void searcher(II_Result r) {
        wakeUps.lookedAround();
        idle.push(worker);
        wakeUps.gaveUp();
        r.r2 = works.isReady() ? 1 : 0;
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r1 = worker.isListed ? 0 : 1;
    }
}

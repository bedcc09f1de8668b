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
 * A submitter offers a work and finds a thread looking around, while that thread stops looking, finds another work, and
 * says so: either the submitter wakes the next thread, or the one that looked does.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=SearchFoundStress}.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the next thread was woken")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "lost wake-up: a work waits, a thread sleeps, and nobody searches")
@Outcome(expect = FORBIDDEN, desc = "the first work was not found")
@State
public class SearchFoundStress {
    private final WorkFifo works = EngineParts.fifo();
    private final IdleList idle = new IdleList();
    private final WakeUps wakeUps = new WakeUps(idle, works);
    private final CountedWork work = CountedWork.claimed();
    private final Worker sleeper = new Worker(EngineParts.ANY);

    /** For the harness. */
    public SearchFoundStress() {
        idle.push(sleeper);
        idle.push(new Worker(EngineParts.ANY));
        works.offer(CountedWork.claimed(), null, 0);
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
        r.r1 = EngineParts.runNext(works) == null ? 0 : 1;
        wakeUps.found(false);
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = sleeper.isListed ? 0 : 1;
    }
}

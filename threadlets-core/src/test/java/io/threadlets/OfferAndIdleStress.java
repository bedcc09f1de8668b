package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A submitter offers a work and then looks for idle threads, while a thread enters the idle list and then looks for
 * works. Both write before they read, and all four accesses are volatile or fenced by a lock: so they cannot both read
 * the old. A processor with a store buffer, x86 too, shows the forbidden outcome where one of the writes is a release
 * only.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=OfferAndIdleStress}.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the submitter sees the thread, and wakes it")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the thread sees the work")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each sees the other")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost wake-up: the thread sleeps while the work waits")
@State
public class OfferAndIdleStress {
    private final WorkFifo works = EngineParts.fifo();
    private final IdleList idle = new IdleList();
    private final CountedWork work = CountedWork.claimed();
    private final Worker worker = new Worker(EngineParts.ANY);

    /** For the harness. */
    public OfferAndIdleStress() {}

    @Actor
    public void submitter(II_Result r) {
        works.offer(work, null, 0);
        r.r1 = idle.isEmpty() ? 0 : 1;
    }

    @Actor
    public void thread(II_Result r) {
        idle.push(worker);
        r.r2 = works.isReady() ? 1 : 0;
    }
}

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
 * Two submit to a queue for which no thread can be started, in the whole engine: each work is refused, or accepted and
 * ended FAILED by the other submitter; and the counts are restored. One start has failed before, so that nothing is
 * logged.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=FailedStartsStress}.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "nothing is left")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "the first is lost, or refused and completed all the same")
@Outcome(id = ".*, 1, .*", expect = FORBIDDEN, desc = "the second is lost, or refused and completed all the same")
@Outcome(expect = FORBIDDEN, desc = "the counts are wrong")
@State
public class FailedStartsStress {
    @SuppressWarnings("StaticAssignmentOfThrowable") // a stack for each sample would cost more than the rest of it
    private static final OutOfMemoryError FAILURE = new OutOfMemoryError("planned");

    private final AtomicEngine engine = new AtomicEngine(EngineParts.config(
            life -> {
                throw FAILURE;
            },
            2));
    private final CountedWork first = new CountedWork();
    private final CountedWork second = new CountedWork();
    private int firstAccepted;
    private int secondAccepted;

    /** For the harness. */
    public FailedStartsStress() {
        EngineParts.state(engine).startFailure = FAILURE;
    }

    private int submit(ThreadletWork work) {
        try {
            engine.submit(work, null);
            return 1;
        } catch (ThreadletRejectedException refused) {
            return 0;
        }
    }

    @Actor
    public void one() {
        firstAccepted = submit(first);
    }

    @Actor
    public void other() {
        secondAccepted = submit(second);
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r1 = Math.abs(first.completions - firstAccepted);
        r.r2 = Math.abs(second.completions - secondAccepted);
        r.r3 = EngineParts.leftover(EngineParts.state(engine));
    }
}

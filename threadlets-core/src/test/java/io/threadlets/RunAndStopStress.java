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
 * A thread begins a work while {@code shutdownNow} is called, in the whole engine: the thread says what it runs and
 * then looks whether the queue was stopped, which is said before the runs are looked at. So a body that began is
 * interrupted, and a work that did not begin is returned.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=RunAndStopStress}.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "ran, and was interrupted")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "returned")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "ran, and goes on although shutdownNow has returned")
@Outcome(expect = FORBIDDEN, desc = "lost, or had twice")
@State
public class RunAndStopStress {
    private final LentEngine queue = new LentEngine(1);
    private final Body body = new Body();
    private volatile boolean stopperReturned;

    /** For the harness. */
    public RunAndStopStress() {
        queue.submit(body);
    }

    /** Goes on until it is interrupted, or cannot be any more. */
    private final class Body extends CountedWork {
        @Override
        @SuppressWarnings("ThreadPriorityCheck") // the other actor may need this one's processor
        protected void run() {
            boolean last;
            do {
                last = stopperReturned;
                if (Thread.currentThread().isInterrupted()) {
                    runs = 1;
                    return;
                }
                Thread.yield();
            } while (!last);
            runs = 2;
        }
    }

    @Actor
    public void thread() {
        queue.threads.runNext();
    }

    @Actor
    public void stopper(III_Result r) {
        r.r2 = queue.engine.shutdownNow().size();
        stopperReturned = true;
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r1 = body.runs;
        r.r3 = queue.rest();
    }
}

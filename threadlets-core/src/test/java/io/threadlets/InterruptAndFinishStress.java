package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * One interrupts a work again and again while its thread runs it, ends it, and goes on, in the whole engine. After the
 * body none is sent any more, and a flag that the body left is cleared: so neither {@code completed} nor what the
 * thread does next sees one.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests
 * -Djcstress.tests=InterruptAndFinishStress}.
 */
@JCStressTest
@Outcome(
        id = "0, 0, 0, 0",
        expect = ACCEPTABLE,
        desc = "not interrupted: not begun yet, or over, or too late to be seen")
@Outcome(id = "1, 0, 0, 0", expect = ACCEPTABLE, desc = "the body saw the interrupt")
@Outcome(id = ".*, 1, .*, .*", expect = FORBIDDEN, desc = "completed saw an interrupt that was meant for the body")
@Outcome(id = ".*, .*, 1, .*", expect = FORBIDDEN, desc = "an interrupt reached the thread after it had left the work")
@Outcome(expect = FORBIDDEN, desc = "the counts are wrong")
@State
public class InterruptAndFinishStress {
    private final LentEngine queue = new LentEngine(1);
    private final Body body = new Body();

    /** For the harness. */
    public InterruptAndFinishStress() {
        queue.submit(body);
    }

    private static final class Body extends CountedWork {
        int inBody;
        int inCompleted;

        @Override
        protected void run() {
            for (int i = 0; i < 20; i++) {
                inBody |= Thread.currentThread().isInterrupted() ? 1 : 0;
            }
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            for (int i = 0; i < 20; i++) {
                inCompleted |= Thread.currentThread().isInterrupted() ? 1 : 0;
            }
        }
    }

    @Actor
    public void thread(IIII_Result r) {
        queue.threads.runNext();
        r.r1 = body.inBody;
        r.r2 = body.inCompleted;
        r.r3 = Thread.interrupted() ? 1 : 0;
    }

    @Actor
    public void interrupter() {
        for (int i = 0; i < 1000 && body.state() != ThreadletWork.State.SUCCEEDED; i++) {
            body.interruptForCancel();
        }
    }

    @Arbiter
    public void afterwards(IIII_Result r) {
        r.r4 = queue.rest();
    }
}

package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A thread runs the work of a slot, with its home, while a submitter uses the segment again as soon as it sees all
 * slots empty. The home is read and cleared before the slot is emptied: so neither work gets the home of the other, and
 * none is lost.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=SlotReuseStress}.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the slot was still full")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the slot was used again; each work was delivered to its own home")
@Outcome(expect = FORBIDDEN, desc = "a work was delivered to another's home, or to none")
@State
public class SlotReuseStress {
    /** The last one, at which who looks whether all are empty arrives last. */
    private static final int SLOT = WorkSegment.SIZE - 1;

    private final WorkSegment segment = new WorkSegment(true);
    private final Home first = new Home();
    private final Home second = new Home();

    /** For the harness. */
    public SlotReuseStress() {
        segment.expectHome();
        fill(SLOT, first);
    }

    private void fill(long position, Home home) {
        final CountedWork work = CountedWork.claimed();
        segment.fill(SLOT, work, home, position);
        work.enqueue(EngineParts.ENGINE, position);
    }

    private void run(long position) {
        final Object item = segment.itemAcquire(SLOT);
        if (item instanceof ThreadletWork work && segment.tryTake(position, item, EngineParts.ENGINE)) {
            final WorkRun run = EngineParts.run();
            run.acceptFrom(segment, position);
            run.execute(work);
        }
    }

    private static final class Home implements Executor {
        int deliveries;

        @Override
        public void execute(Runnable completion) {
            deliveries++;
        }
    }

    @Actor
    public void thread() {
        run(SLOT);
    }

    @Actor
    public void submitter() {
        if (segment.isSpent()) {
            segment.prepare();
            segment.use(1);
            fill(SLOT + WorkSegment.SIZE, second);
        }
    }

    @Arbiter
    public void afterwards(II_Result r) {
        run(SLOT + WorkSegment.SIZE);
        r.r1 = first.deliveries;
        r.r2 = 2 * second.deliveries;
    }
}

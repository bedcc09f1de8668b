package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A submitter joins the line and then tries for room, while somebody makes room and then looks whether anybody is in
 * line: so the submitter gets the room, or is told of it.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=RoomAndReleaseStress}.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the submitter got the room")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the submitter is told")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the submitter waits although there is room, and nobody tells it")
@State
public class RoomAndReleaseStress {
    private final Control control = new Control();
    private final CapacityGate gate = new CapacityGate(() -> ControlWord.isAnswering(control.get(), 0, 1));
    private CapacityGate.@Nullable Turn turn;

    /** For the harness. */
    public RoomAndReleaseStress() {
        admit();
    }

    private Control.Admission.Kind admit() {
        return control.admit(0, 1, true).kind();
    }

    @Actor
    public void submitter(II_Result r) {
        turn = gate.join();
        r.r1 = admit() == Control.Admission.Kind.QUEUED ? 1 : 0;
    }

    @Actor
    public void releaser() {
        control.move(Control.RELEASED, 0, 0);
        gate.signal();
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = turn != null && turn.woken ? 1 : 0;
    }
}

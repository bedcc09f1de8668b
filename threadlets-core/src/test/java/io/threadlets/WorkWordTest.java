package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every phase, with turns at the edges. */
final class WorkWordTest {
    private static final int LAST_TURN = (1 << 28) - 1;
    private static final int[] TURNS = {0, 1, 2, 1 << 27, LAST_TURN - 1, LAST_TURN};

    private static final Map<Integer, ThreadletWork.State> STATES = Map.of(
            WorkWord.NEW, ThreadletWork.State.NEW,
            WorkWord.CLAIMED, ThreadletWork.State.QUEUED,
            WorkWord.QUEUED, ThreadletWork.State.QUEUED,
            WorkWord.RUNNING, ThreadletWork.State.RUNNING,
            WorkWord.INTERRUPTING, ThreadletWork.State.RUNNING,
            WorkWord.INTERRUPTED, ThreadletWork.State.RUNNING,
            WorkWord.FINISHING, ThreadletWork.State.RUNNING,
            WorkWord.SUCCEEDED, ThreadletWork.State.SUCCEEDED,
            WorkWord.FAILED, ThreadletWork.State.FAILED,
            WorkWord.DEQUEUED, ThreadletWork.State.DEQUEUED);

    private static final Set<ThreadletWork.State> SUBMITTABLE = Set.of(
            ThreadletWork.State.NEW,
            ThreadletWork.State.SUCCEEDED,
            ThreadletWork.State.FAILED,
            ThreadletWork.State.DEQUEUED);

    private static int word(int turn, int phase) {
        return (turn << 4) | phase;
    }

    @Test
    void phaseAndTurn_ofAnyWord_areItsParts() {
        for (int turn : TURNS) {
            for (int phase = 0; phase < 16; phase++) {
                assertThat(WorkWord.phase(word(turn, phase))).isEqualTo(phase);
                assertThat(WorkWord.turn(word(turn, phase))).isEqualTo(turn);
            }
        }
    }

    @Test
    void withPhase_anyPhase_keepsTheTurn() {
        for (int turn : TURNS) {
            for (int from : STATES.keySet()) {
                for (int to : STATES.keySet()) {
                    assertThat(WorkWord.withPhase(word(turn, from), to)).isEqualTo(word(turn, to));
                }
            }
        }
    }

    @Test
    void nextTurn_anyPhase_isClaimedAndOneFurther() {
        for (int phase : STATES.keySet()) {
            assertThat(WorkWord.nextTurn(word(0, phase))).isEqualTo(word(1, WorkWord.CLAIMED));
            assertThat(WorkWord.nextTurn(word(1 << 27, phase))).isEqualTo(word((1 << 27) + 1, WorkWord.CLAIMED));
            assertThat(WorkWord.nextTurn(word(LAST_TURN, phase))).isEqualTo(word(0, WorkWord.CLAIMED));
        }
    }

    @Test
    void state_anyPhase_isWhatPeopleSee() {
        STATES.forEach((phase, state) -> {
            for (int turn : TURNS) {
                assertThat(WorkWord.state(word(turn, phase))).isEqualTo(state);
            }
        });
        assertThat(STATES.values()).contains(ThreadletWork.State.values());
    }

    @Test
    void isSubmittable_anyPhase_agreesWithTheState() {
        STATES.forEach((phase, state) -> {
            for (int turn : TURNS) {
                assertThat(WorkWord.isSubmittable(word(turn, phase)))
                        .as("phase %d", phase)
                        .isEqualTo(SUBMITTABLE.contains(state));
            }
        });
    }

    @Test
    void state_unknownPhase_throws() {
        for (int phase = 10; phase < 16; phase++) {
            final int word = word(3, phase);
            assertThatIllegalStateException()
                    .isThrownBy(() -> WorkWord.state(word))
                    .withMessageContaining(Integer.toString(word));
        }
    }
}

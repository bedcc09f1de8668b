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

    private static final Map<Integer, ThreadletWork.State> STATES = Map.ofEntries(
            Map.entry(WorkWord.NEW, ThreadletWork.State.NEW),
            Map.entry(WorkWord.CLAIMED, ThreadletWork.State.QUEUED),
            Map.entry(WorkWord.DEFERRED, ThreadletWork.State.QUEUED),
            Map.entry(WorkWord.QUEUED, ThreadletWork.State.QUEUED),
            Map.entry(WorkWord.DEQUEUING, ThreadletWork.State.QUEUED),
            Map.entry(WorkWord.STARTING, ThreadletWork.State.QUEUED),
            Map.entry(WorkWord.RUNNING, ThreadletWork.State.RUNNING),
            Map.entry(WorkWord.INTERRUPTING, ThreadletWork.State.RUNNING),
            Map.entry(WorkWord.INTERRUPTED, ThreadletWork.State.RUNNING),
            Map.entry(WorkWord.FINISHING, ThreadletWork.State.RUNNING),
            Map.entry(WorkWord.SUCCEEDED, ThreadletWork.State.SUCCEEDED),
            Map.entry(WorkWord.FAILED, ThreadletWork.State.FAILED),
            Map.entry(WorkWord.DEQUEUED, ThreadletWork.State.DEQUEUED));

    private static final Set<ThreadletWork.State> SUBMITTABLE = Set.of(
            ThreadletWork.State.NEW,
            ThreadletWork.State.SUCCEEDED,
            ThreadletWork.State.FAILED,
            ThreadletWork.State.DEQUEUED);

    private static int word(int turn, int phase) {
        return turn * 16 + phase;
    }

    /** What is to hold for every word. */
    private interface Check {
        void of(int word, int turn, int phase);
    }

    private static void forAll(Check check) {
        for (int turn : TURNS) {
            for (int phase : STATES.keySet()) {
                check.of(word(turn, phase), turn, phase);
            }
        }
    }

    @Test
    void parts_ofAnyWord_areWhatItWasMadeOf() {
        forAll((word, turn, phase) -> {
            assertThat(WorkWord.turn(word)).isEqualTo(turn);
            assertThat(WorkWord.phase(word)).isEqualTo(phase);
        });
        assertThat(WorkWord.TURNS).isEqualTo(LAST_TURN + 1);
        assertThat(STATES.keySet()).as("phases, all different").hasSize(13).allMatch(phase -> phase < 16);
    }

    @Test
    void phase_ofTheWordOfAWorkThatWasNeverSubmitted_isNew() {
        assertThat(WorkWord.phase(new TestWork().word())).isEqualTo(WorkWord.NEW);
    }

    @Test
    void withPhase_anyPhase_keepsTheTurn() {
        forAll((word, turn, phase) -> {
            for (int to : STATES.keySet()) {
                assertThat(WorkWord.withPhase(word, to)).isEqualTo(word(turn, to));
            }
        });
    }

    @Test
    void queuedAt_anyPosition_isItsRemainder() {
        forAll((word, turn, phase) -> {
            for (long rounds : new long[] {0, 1, 7, 1L << 30}) {
                assertThat(WorkWord.queuedAt(rounds * WorkWord.TURNS + turn)).isEqualTo(word(turn, WorkWord.QUEUED));
            }
        });
    }

    @Test
    void runningOn_anyRun_hasItsNumber() {
        assertThat(WorkWord.runningOn(131_071)).isEqualTo(word(131_071, WorkWord.RUNNING));
    }

    @Test
    void lastPosition_ofAnyWord_isTheGreatestOneThatItMeans() {
        forAll((word, turn, phase) -> {
            for (long rounds : new long[] {1, 2, 1L << 30}) {
                final long position = rounds * WorkWord.TURNS + turn;
                for (long later : new long[] {0, 1, 1023, WorkWord.TURNS - 1}) {
                    assertThat(WorkWord.lastPosition(position + later, word)).isEqualTo(position);
                }
                assertThat(WorkWord.lastPosition(position + WorkWord.TURNS, word))
                        .isEqualTo(position + WorkWord.TURNS);
                assertThat(WorkWord.lastPosition(position - 1, word)).isEqualTo(position - WorkWord.TURNS);
            }
        });
    }

    @Test
    void nextTurn_ofAnyWord_isClaimedAndOneFurther() {
        forAll((word, turn, phase) -> assertThat(WorkWord.nextTurn(word))
                .isEqualTo(word(turn == LAST_TURN ? 0 : turn + 1, WorkWord.CLAIMED)));
    }

    @Test
    void state_anyPhase_isWhatPeopleSee() {
        forAll((word, turn, phase) -> assertThat(WorkWord.state(word)).isEqualTo(STATES.get(phase)));
        assertThat(STATES.values()).contains(ThreadletWork.State.values());
    }

    @Test
    void isSubmittable_anyPhase_agreesWithTheState() {
        forAll((word, turn, phase) -> assertThat(WorkWord.isSubmittable(word))
                .as("phase %d", phase)
                .isEqualTo(SUBMITTABLE.contains(WorkWord.state(word))));
    }

    @Test
    void isQueued_anyPhase_isThatOfAWorkInItsPlace() {
        forAll((word, turn, phase) ->
                assertThat(WorkWord.isQueued(word)).as("phase %d", phase).isEqualTo(phase == WorkWord.QUEUED));
    }

    @Test
    void isInBody_anyPhase_isThatOfAWorkWhoseBodyMayBeInterrupted() {
        forAll((word, turn, phase) -> assertThat(WorkWord.isInBody(word))
                .as("phase %d", phase)
                .isEqualTo(Set.of(WorkWord.RUNNING, WorkWord.INTERRUPTING, WorkWord.INTERRUPTED)
                        .contains(phase)));
    }

    @Test
    void state_unknownPhase_throws() {
        for (int phase = 13; phase < 16; phase++) {
            final int word = word(3, phase);
            assertThatIllegalStateException()
                    .isThrownBy(() -> WorkWord.state(word))
                    .withMessageContaining(Integer.toString(word));
        }
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every small number in every field, and the largest ones, against {@link ControlModel}. */
final class ControlWordTest {
    private static final int[] SMALL = {0, 1, 2, 3, 5};
    private static final int[] MAXIMA = {1, 2, 4, Integer.MAX_VALUE};
    private static final int[] CAPACITIES = {0, 1, 3, Integer.MAX_VALUE};

    private static void assertIs(String what, long word, ControlModel from, ControlModel expected) {
        final ControlModel found = ControlModel.of(word);
        if (!found.equals(expected)) {
            throw new AssertionError(what + " of " + from + " is " + found + ", not " + expected);
        }
    }

    private static void forSmall(Consumer<ControlModel> check) {
        for (int phase = 0; phase < 4; phase++) {
            for (int total = 0; total <= 5; total++) {
                for (int leaving = 0; leaving <= total; leaving++) {
                    for (int net = -5; net <= total - leaving; net++) {
                        check.accept(new ControlModel(phase, leaving, total, net));
                    }
                }
            }
        }
    }

    private static void forAll(Consumer<ControlModel> check) {
        forSmall(check);
        for (int phase = 0; phase < 4; phase++) {
            for (int total : List.of(ControlWord.MAX_THREADS - 1, ControlWord.MAX_THREADS)) {
                for (int leaving : List.of(0, 1, total - 1, total)) {
                    for (int net : List.of(-ControlWord.MAX_QUEUED, 1 - ControlWord.MAX_QUEUED, -1, 0, 1, total)) {
                        if (net <= total - leaving) {
                            check.accept(new ControlModel(phase, leaving, total, net));
                        }
                    }
                }
            }
        }
    }

    @Test
    void limits_areThoseOfTheBitTable() {
        assertThat(ControlWord.MAX_THREADS).isEqualTo(131_071);
        assertThat(ControlWord.MAX_QUEUED).isBetween(1 << 26, (1 << 27) - 1);
        assertIs("EMPTY", ControlWord.EMPTY, ControlModel.EMPTY, ControlModel.EMPTY);
    }

    @Test
    void readings_ofAnyWord_areItsParts() {
        forAll(model -> {
            final long word = model.word();
            assertIs("the reading", word, model, model);
            assertThat(ControlWord.idle(word)).isEqualTo(model.net() > 0 ? model.net() : 0);
            assertThat(ControlWord.queued(word)).isEqualTo(model.net() < 0 ? -model.net() : 0);
            assertThat(ControlWord.live(word)).isEqualTo(model.live());
            assertThat(ControlWord.isShutdown(word))
                    .isEqualTo(model.phase() == ControlWord.SHUTDOWN || model.phase() == ControlWord.STOPPED);
            assertThat(ControlWord.isDeserted(word)).isEqualTo(model.total() == 0 && !model.isClosed());
            assertThat(ControlWord.isClosed(word)).isEqualTo(model.isClosed());
            assertThat(ControlWord.isQuiet(word))
                    .isEqualTo(model.isShutdown() && model.total() == 0 && model.net() == 0);
        });
    }

    @Test
    void decisions_ofAnyWord_areTheModels() {
        forAll(model -> {
            final long word = model.word();
            for (int max : MAXIMA) {
                assertThat(ControlWord.limit(word, max)).isEqualTo(model.limit(max));
                for (int floor : SMALL) {
                    assertThat(ControlWord.wantsThread(word, max, floor))
                            .as("wants a thread up to %d or %d: %s", floor, max, model)
                            .isEqualTo(model.wantsThread(max, floor));
                }
            }
            for (int min : SMALL) {
                assertThat(ControlWord.mayTimeOut(word, min)).isEqualTo(model.net() > 0 && model.live() > min);
            }
            for (int capacity : CAPACITIES) {
                assertThat(ControlWord.isOverfull(word, capacity)).isEqualTo(-model.net() > capacity);
            }
        });
    }

    @Test
    void submissions_ofAnyWord_areTheModels() {
        forAll(model -> {
            for (int capacity : CAPACITIES) {
                assertIs("queued", ControlWord.withQueued(model.word(), capacity), model, model.queued(capacity));
            }
            for (int max : MAXIMA) {
                assertIs("startedFor", ControlWord.withThreadFor(model.word(), max), model, model.startedFor(max));
                assertIs("keptFor", ControlWord.withKeptFor(model.word(), max), model, model.keptFor(max));
            }
        });
    }

    @Test
    void growth_ofAnyWord_isTheModels() {
        forAll(model -> {
            for (int max : MAXIMA) {
                for (int floor : SMALL) {
                    final long started = ControlWord.withStarted(model.word(), max, floor);
                    assertIs("started", started, model, model.started(max, floor));
                    assertIs("kept", ControlWord.withKept(model.word(), max, floor), model, model.kept(max, floor));
                    if (ControlModel.of(started).total() > model.total()) {
                        assertThat(model.total()).as("C2 for %s", model).isLessThan(model.limit(max));
                    }
                }
            }
        });
    }

    @Test
    void startsFailed_ofAnyWord_isTheModels() {
        forSmall(model -> {
            for (int threads = 0; threads <= model.total(); threads++) {
                assertIs(
                        "startsFailed",
                        ControlWord.withFailedStarts(model.word(), threads),
                        model,
                        model.startsFailed(threads));
            }
        });
        final ControlModel most = new ControlModel(0, 0, ControlWord.MAX_THREADS, 0);
        assertIs(
                "startsFailed",
                ControlWord.withFailedStarts(most.word(), ControlWord.MAX_THREADS),
                most,
                new ControlModel(0, 0, 0, -ControlWord.MAX_THREADS));
        final ControlModel allLeaving = new ControlModel(3, ControlWord.MAX_THREADS, ControlWord.MAX_THREADS, 0);
        assertIs(
                "startsFailed",
                ControlWord.withFailedStarts(allLeaving.word(), ControlWord.MAX_THREADS),
                allLeaving,
                new ControlModel(3, 0, 0, 0));
    }

    @Test
    void releases_ofAnyWord_areTheModelsAndKeepC5() {
        forAll(model -> {
            for (int max : MAXIMA) {
                final long dismissed = ControlWord.withDismissed(model.word(), max);
                assertIs("dismissed", dismissed, model, model.dismissed(max));
                assertThat(ControlModel.of(dismissed).holdsC5(max))
                        .as("C5 after %s", model)
                        .isTrue();
                if (model.net() < model.live()) { // somebody runs something, or something waits
                    final long released = ControlWord.withReleased(model.word(), max);
                    assertIs("released", released, model, model.released(max));
                    final long finished = ControlWord.withFinished(model.word(), max);
                    assertIs("finished", finished, model, model.finished(max));
                    assertThat(ControlModel.of(released).holdsC5(max)).isTrue();
                    if (model.holdsC5(max)) {
                        assertThat(ControlModel.of(finished).holdsC5(max))
                                .as("C5 after %s finished", model)
                                .isTrue();
                    }
                }
            }
        });
    }

    @Test
    void departures_ofAnyWord_areTheModels() {
        forAll(model -> {
            for (int starting : SMALL) {
                if (starting <= model.total()) {
                    assertIs("left", ControlWord.withLeft(model.word(), starting), model, model.left(starting));
                }
            }
            assertIs("leftClosed", ControlWord.withLeftClosed(model.word()), model, model.leftClosed());
            for (int min : SMALL) {
                final long timedOut = ControlWord.withTimedOut(model.word(), min);
                assertIs("timedOut", timedOut, model, model.timedOut(min));
                if (timedOut != model.word()) { // C4
                    assertThat(model.net()).isPositive();
                    assertThat(ControlModel.of(timedOut).live()).isGreaterThanOrEqualTo(min);
                    assertThat(ControlModel.of(timedOut).net()).isNotNegative();
                }
            }
        });
    }

    @Test
    void entered_anyPhaseFromAny_isTheModelsAndKeepsC5() {
        forAll(model -> {
            for (int phase = 0; phase < 4; phase++) {
                for (int max : MAXIMA) {
                    final long entered = ControlWord.withPhase(model.word(), phase, max);
                    assertIs("entered " + phase, entered, model, model.entered(phase, max));
                    if (entered != model.word()) {
                        assertThat(ControlModel.of(entered).holdsC5(max)).isTrue();
                    }
                }
            }
        });
    }

    private static Control holding(ControlModel model) {
        final Control control = new Control();
        assertThat(control.cas(ControlWord.EMPTY, model.word())).isTrue();
        return control;
    }

    @Test
    void admit_ofAnyWord_keepsThenStartsThenQueuesThenRefuses() {
        forAll(model -> {
            for (int max : MAXIMA) {
                for (int capacity : CAPACITIES) {
                    admit(model, max, capacity, true);
                    admit(model, max, capacity, false);
                }
            }
        });
    }

    private static void admit(ControlModel model, int max, int capacity, boolean mayStart) {
        final Control control = holding(model);
        final Control.Admission admission = control.admit(max, capacity, mayStart);
        assertThat(admission.kind())
                .as("admission to %s with max %d, capacity %d, starts %s", model, max, capacity, mayStart)
                .isEqualTo(model.admission(max, capacity, mayStart));
        final ControlModel after = model.admitted(max, capacity, mayStart);
        assertIs("admit", control.get(), model, after);
        if (after.equals(model)) {
            assertIs("the refusal's word", admission.word(), model, model);
        }
        if (mayStart) {
            assertThat(ControlWord.isAnswering(model.word(), max, capacity))
                    .isEqualTo(admission.kind() != Control.Admission.Kind.FULL);
        }
        if (model.holdsC3(max) && mayStart) {
            assertThat(after.holdsC3(max)).as("C3 after %s", model).isTrue();
        }
        if (model.holdsC5(max)) {
            assertThat(after.holdsC5(max)).as("C5 after %s", model).isTrue();
        }
    }

    @Test
    void moves_ofAnyWord_areMadeIfAllowed() {
        forSmall(model -> {
            final Control released = holding(model);
            assertThat(released.move(Control.RELEASED, 2, 0)).isEqualTo(model.word());
            assertIs("move", released.get(), model, model.released(2));

            final Control finished = holding(model);
            if (model.total() > 0) {
                final long freed = finished.free();
                assertThat(freed).isEqualTo(finished.get());
                assertIs("free, then trim", ControlWord.withTrimmed(freed, 2), model, model.finished(2));
            }

            final Control changed = holding(model);
            assertThat(changed.move(Control.TIMED_OUT, 1, 0)).isEqualTo(model.word());
            assertIs("move", changed.get(), model, model.timedOut(1));

            final Control untouched = holding(model);
            assertThat(untouched.cas(model.word() + 1, model.word() + 2)).isFalse();
            assertThat(untouched.get()).isEqualTo(model.word());
        });
    }
}

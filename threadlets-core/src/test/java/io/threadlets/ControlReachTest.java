package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every word that a few threads and works can reach, whoever comes first: threads and works are mere numbers around the
 * word, and each step is one CAS, or what a thread does between two of them.
 */
final class ControlReachTest {
    private static final int MOST_WORKS = 3;
    private static final int MIN = 1;

    /**
     * @param max as it is now
     * @param lowered whether max was lowered, or raised, and that has not been brought about
     * @param short_ whether works may wait though a thread could be had, since one failed or they were allowed just now
     */
    private record Scene(
            long word,
            int max,
            int floor,
            boolean lowered,
            boolean short_,
            int starting,
            int free,
            int busy,
            int works) {

        Scene with(long next) {
            return new Scene(next, max, floor, lowered, short_, starting, free, busy, works);
        }

        Scene threads(int moreStarting, int moreFree, int moreBusy) {
            return new Scene(
                    word,
                    max,
                    floor,
                    lowered,
                    short_,
                    starting + moreStarting,
                    free + moreFree,
                    busy + moreBusy,
                    works);
        }

        Scene works(int more) {
            return new Scene(word, max, floor, lowered, short_, starting, free, busy, works + more);
        }

        Scene sizes(int nextMax, int nextFloor, boolean nextLowered) {
            return new Scene(word, nextMax, nextFloor, nextLowered, short_, starting, free, busy, works);
        }

        Scene loose() {
            return new Scene(word, max, floor, lowered, true, starting, free, busy, works);
        }

        Scene settled() {
            return short_ && ControlModel.of(word).holdsC3(max)
                    ? new Scene(word, max, floor, lowered, false, starting, free, busy, works)
                    : this;
        }

        @Nullable
        Scene change(LongUnaryOperator transition) {
            final long next = transition.applyAsLong(word);
            return next == word ? null : with(next);
        }
    }

    private enum Step {
        ACCEPT,
        DEQUEUE,
        BEGIN,
        FAIL,
        LEAVE,
        TAKE,
        TIME_OUT,
        LEAVE_CLOSED,
        FINISH,
        KEEP,
        START,
        RESIZE_1,
        RESIZE_2,
        RESIZE_3,
        DISMISS,
        RAISE_FLOOR,
        PAUSE,
        RESUME,
        SHUTDOWN,
        STOP
    }

    /** The scene after a step; null if that cannot happen. */
    private static @Nullable Scene take(Step step, Scene now, int capacity) {
        final Scene next = switch (step) {
            case ACCEPT -> accept(now, capacity);
            case DEQUEUE -> now.works == 0 ? null : now.works(-1).with(ControlWord.withReleased(now.word, now.max));
            case BEGIN -> now.starting == 0 ? null : now.threads(-1, 1, 0);
            case FAIL ->
                now.starting == 0
                        ? null
                        : now.threads(-1, 0, 0)
                                .with(ControlWord.withFailedStarts(now.word, 1))
                                .loose();
            case LEAVE ->
                now.free == 0 ? null : now.threads(0, -1, 0).change(word -> ControlWord.withLeft(word, now.starting));
            case TAKE ->
                now.free == 0 || now.works == 0 || ControlWord.isClosed(now.word)
                        ? null
                        : now.threads(0, -1, 1).works(-1);
            case TIME_OUT ->
                now.free == 0 ? null : now.threads(0, -1, 0).change(word -> ControlWord.withTimedOut(word, MIN));
            case LEAVE_CLOSED -> now.free == 0 ? null : now.threads(0, -1, 0).change(ControlWord::withLeftClosed);
            case FINISH -> finish(now);
            case KEEP -> {
                final Scene kept = now.change(word -> ControlWord.withKept(word, now.max, now.floor));
                yield kept;
            }
            case START -> now.threads(1, 0, 0).change(word -> ControlWord.withStarted(word, now.max, now.floor));
            case RESIZE_1 -> resize(now, 1);
            case RESIZE_2 -> resize(now, 2);
            case RESIZE_3 -> resize(now, 3);
            case DISMISS ->
                now.lowered
                        ? now.sizes(now.max, now.floor, false).with(ControlWord.withDismissed(now.word, now.max))
                        : null;
            case RAISE_FLOOR ->
                now.floor == MIN || ControlWord.phase(now.word) != ControlWord.RUNNING
                        ? null
                        : now.sizes(now.max, MIN, now.lowered);
            case PAUSE -> enter(now, ControlWord.PAUSED);
            case RESUME -> enter(now, ControlWord.RUNNING);
            case SHUTDOWN -> enter(now, ControlWord.SHUTDOWN);
            case STOP -> enter(now, ControlWord.STOPPED);
        };
        return next == null ? null : next.settled();
    }

    private static @Nullable Scene accept(Scene now, int capacity) {
        final Control control = new Control();
        control.cas(ControlWord.EMPTY, now.word);
        return now.works == MOST_WORKS
                ? null
                : switch (control.admit(now.max, capacity, true).kind()) {
                    case QUEUED -> now.works(1).with(control.get());
                    case START -> now.works(1).threads(1, 0, 0).with(control.get());
                    case FULL, NO_THREAD, SHUTDOWN -> null;
                };
    }

    private static @Nullable Scene finish(Scene now) {
        if (now.busy == 0) {
            return null;
        }
        final long next = ControlWord.withFinished(now.word, now.max);
        return now.threads(0, ControlWord.total(next) < ControlWord.total(now.word) ? 0 : 1, -1)
                .with(next);
    }

    private static @Nullable Scene resize(Scene now, int max) {
        return max == now.max ? null : now.sizes(max, now.floor, true).loose();
    }

    private static @Nullable Scene enter(Scene now, int phase) {
        final Scene next =
                now.sizes(now.max, 0, now.lowered).change(word -> ControlWord.withPhase(word, phase, now.max));
        return next == null ? null : next.loose();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "2, 2147483647"})
    void steps_everyReachableScene_invariantsHold(int max, int capacity) {
        final Scene first = new Scene(ControlWord.EMPTY, max, 0, false, false, 0, 0, 0, 0);
        final Map<Scene, String> paths = new HashMap<>(Map.of(first, ""));
        final ArrayDeque<Scene> open = new ArrayDeque<>(paths.keySet());
        while (!open.isEmpty()) {
            final Scene now = open.remove();
            for (Step step : Step.values()) {
                final Scene next = take(step, now, capacity);
                if (next != null) {
                    final String path = paths.get(now) + " " + step;
                    final boolean isNew = paths.putIfAbsent(next, path) == null;
                    try {
                        assertInvariants(now, step, next);
                        if (isNew) {
                            open.add(next);
                            assertDrains(next, capacity);
                        }
                    } catch (AssertionError e) {
                        throw new AssertionError("After" + path + ": " + next + ", " + ControlModel.of(next.word), e);
                    }
                }
            }
        }
        assertThat(paths).hasSizeGreaterThan(1000);
    }

    private static void assertInvariants(Scene before, Step step, Scene scene) {
        final ControlModel now = ControlModel.of(scene.word);
        final ControlModel was = ControlModel.of(before.word);
        assertThat(now.leaving()).as("leaving").isBetween(0, now.total());
        assertThat(now.total()).as("total").isEqualTo(scene.starting + scene.free + scene.busy);
        assertThat(now.net()).as("the balance").isEqualTo(scene.starting + scene.free - now.leaving() - scene.works);
        if (now.total() > was.total()) {
            assertThat(was.total()).as("C2").isLessThan(was.limit(before.max));
        }
        assertThat(now.holdsC3(scene.max) || scene.short_).as("C3").isTrue();
        if (!now.holdsC3(scene.max)) {
            assertThat(now.wantsThread(scene.max, scene.floor)
                            && (take(Step.KEEP, scene, 0) != null || take(Step.START, scene, 0) != null))
                    .as("what waits gets a thread by growing")
                    .isTrue();
        }
        if (step == Step.TIME_OUT) {
            assertThat(was.net() > 0 && was.live() > MIN && now.net() >= 0)
                    .as("C4")
                    .isTrue();
        }
        assertThat(now.holdsC5(scene.max) || scene.lowered).as("C5").isTrue();
        assertThat(now.total() > 0 || now.isClosed() || now.net() == 0 || scene.short_)
                .as("works are stranded only by failed starts")
                .isTrue();
    }

    /**
     * Nothing more is asked for: all that was accepted is done, or taken back by who stopped it, and all threads go.
     */
    private static void assertDrains(Scene scene, int capacity) {
        final Step[] finishing = {
            Step.SHUTDOWN, Step.DISMISS, Step.LEAVE, Step.TAKE, Step.FINISH, Step.BEGIN, Step.KEEP, Step.START
        };
        final Step[] stopped = {Step.DEQUEUE, Step.DISMISS, Step.LEAVE, Step.LEAVE_CLOSED, Step.FINISH, Step.BEGIN};
        final Step[] own = ControlWord.phase(scene.word) == ControlWord.STOPPED ? stopped : finishing;
        Scene now = scene;
        int steps = 0;
        for (int i = 0; i < own.length; i++) {
            final Scene next = take(own[i], now, capacity);
            if (next != null) {
                now = next;
                i = -1;
                assertThat(++steps).as("steps to the end").isLessThan(100);
            }
        }
        assertThat(ControlWord.isQuiet(now.word))
                .as("quiet at the end: %s", now)
                .isTrue();
    }
}

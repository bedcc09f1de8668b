package io.threadlets.spring.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What looks at numbers tell together. The time is the test's. */
class QueueHistoryTests {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(40).toNanos(); // it may overflow
    private final QueueHistory history = new QueueHistory(() -> nanos);

    @Test
    void busyQueueWithWorksThatWaitIsSaturatedForAsLongAsEachLookSaysSo() {
        assertThat(history.look(numbers(2, 0, 1, 0)).saturatedFor()).isZero();
        passes(Duration.ofSeconds(30));
        assertThat(history.look(numbers(2, 0, 5, 0)).saturatedFor()).hasSeconds(30);
        passes(Duration.ofSeconds(1));
        assertThat(history.look(numbers(2, 0, 0, 0)).saturatedFor())
                .as("nothing waits")
                .isNull();
        passes(Duration.ofSeconds(1));
        assertThat(history.look(numbers(2, 0, 1, 0)).saturatedFor())
                .as("begins anew")
                .isZero();
    }

    @Test
    void queueThatCanStillGrowOrHasAFreeThreadIsNotSaturated() {
        assertThat(history.look(numbers(1, 0, 5, 0)).saturatedFor()).isNull();
        assertThat(history.look(numbers(2, 1, 5, 0)).saturatedFor()).isNull();
    }

    @Test
    void pausedQueueIsNotSaturatedAndTellsSinceWhen() {
        history.look(paused());
        passes(Duration.ofMinutes(20));
        final Trend trend = history.look(paused());
        assertThat(trend.saturatedFor()).isNull();
        assertThat(trend.pausedFor()).hasMinutes(20);
        assertThat(history.look(numbers(2, 0, 1, 0)).pausedFor()).isNull();
    }

    @Test
    void rejectionsCountForAMinute() {
        history.look(numbers(2, 0, 1, 3));
        assertThat(history.look(numbers(2, 0, 1, 3)).rejectedLately())
                .as("before the first look")
                .isZero();
        passes(Duration.ofSeconds(10));
        assertThat(history.look(numbers(2, 0, 1, 5)).rejectedLately()).isEqualTo(2);
        for (int i = 0; i < 59; i++) {
            passes(Duration.ofSeconds(1));
            assertThat(history.look(numbers(2, 0, 1, 5)).rejectedLately()).isEqualTo(2);
        }
        passes(Duration.ofSeconds(1));
        assertThat(history.look(numbers(2, 0, 1, 5)).rejectedLately()).isZero();
    }

    @Test
    void rejectionsAreNotForgottenWhereSomebodyLooksVeryOften() {
        history.look(numbers(2, 0, 1, 0));
        for (int i = 0; i < 1_000; i++) {
            passes(Duration.ofMillis(50));
            assertThat(history.look(numbers(2, 0, 1, 1)).rejectedLately()).isEqualTo(1);
        }
    }

    @Test
    void paceIsThatOfTheLastSecondsAndTellsWhenTheQueueDrains() {
        history.look(counts(0, 0, 0));
        for (int i = 1; i <= 30; i++) {
            passes(Duration.ofSeconds(1));
            history.look(counts(10 * i, 100L * i, 100L * i)); // not seen any more below
        }
        Trend trend = history.look(counts(300, 3_000, 3_000));
        for (int i = 1; i <= 11; i++) {
            passes(Duration.ofSeconds(1));
            trend = history.look(counts(300 + 45 * i, 3_000 + 50L * i, 3_000 + 5L * i));
        }
        assertThat(trend.pace()).isEqualTo(new Trend.Pace(50, 0, 5));
        assertThat(trend.drain()).hasSeconds((300 + 45 * 11) / 5);
        assertThat(trend.known()).hasSeconds(41);
        assertThat(trend.lately().submitted()).isEqualTo(3_550);
        assertThat(trend.lately().isGrowing()).isTrue();
        assertThat(trend.lately().queuedBefore()).isZero();
    }

    @Test
    void latestPaceForgetsABurstAfterTwoSeconds() {
        history.look(counts(0, 0, 0));
        passes(Duration.ofSeconds(1));
        history.look(counts(40, 42, 0));
        passes(Duration.ofSeconds(1));
        assertThat(history.look(counts(40, 42, 0)).latest().in()).isEqualTo(21);
        passes(Duration.ofSeconds(1));
        final Trend trend = history.look(counts(40, 42, 0));
        assertThat(trend.latest()).isEqualTo(new Trend.Pace(0, 0, 0));
        assertThat(trend.pace()).isEqualTo(new Trend.Pace(14, 0, 0));
    }

    @Test
    void withoutProgressNobodyKnowsWhenTheQueueDrains() {
        assertThat(history.look(counts(5, 5, 0)).drain()).isNull();
        passes(Duration.ofSeconds(1));
        assertThat(history.look(counts(5, 5, 0)).drain()).isNull();
    }

    private static QueueSnapshot counts(int queued, long submitted, long succeeded) {
        return new QueueSnapshot("disk", 0, 2, 2, 0, queued, 10, false, 2, submitted, succeeded, 0, 0, 0);
    }

    private void passes(Duration time) {
        nanos += time.toNanos();
    }

    private static QueueSnapshot paused() {
        return new QueueSnapshot("disk", 0, 2, 2, 0, 1, 10, true, 2, 0, 0, 0, 0, 0);
    }

    private static QueueSnapshot numbers(int cur, int idle, int queued, long rejected) {
        return new QueueSnapshot("disk", 0, 2, cur, idle, queued, 10, false, 2, 0, 0, 0, 0, rejected);
    }
}

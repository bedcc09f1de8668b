package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which segments a list of works uses again, and when. */
final class WorkFifoSegmentsTest {
    private final WorkFifo works = EngineParts.fifo();

    private WorkSegment offer(ThreadletWork work) {
        work.claim();
        final int word = works.offer(work, null, 0);
        return Objects.requireNonNull(works.segmentOf(work, word));
    }

    /** Fills a segment and takes everything out again, one after the other; returns the segment. */
    private WorkSegment fillAndSpend() {
        final CountedWork work = new CountedWork();
        final WorkSegment segment = offer(work);
        EngineParts.runNext(works);
        for (int i = 1; i < WorkSegment.SIZE; i++) {
            assertThat(offer(work)).isSameAs(segment);
            EngineParts.runNext(works);
        }
        return segment;
    }

    @Test
    void offer_oneSegmentAfterTheOther_usesOneAgainAndAgain() {
        final Set<WorkSegment> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 20; i++) {
            used.add(fillAndSpend());
        }
        assertThat(used).hasSize(1);
    }

    @Test
    void offer_whileAWorkOfASpentSegmentRuns_leavesThatSegmentAlone() {
        final CountedWork running = new CountedWork();
        final WorkSegment segment = offer(running);
        final WorkRun run = EngineParts.run();
        assertThat(works.poll(Long.MAX_VALUE, run)).isSameAs(running);
        final CountedWork work = new CountedWork();
        for (int i = 1; i < WorkSegment.SIZE; i++) {
            offer(work);
            EngineParts.runNext(works);
        }
        final List<WorkSegment> later = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            later.add(fillAndSpend());
        }
        assertThat(later).doesNotContain(segment);
    }

    /** However many there were: who lists the oldest, as each rejection does, need not step over them. */
    @Test
    void begin_allWorksOfTheOldestSegmentsWereDequeued_isBehindThem() {
        final CountedWork work = new CountedWork();
        final long origin = works.begin();
        for (int i = 0; i < 10 * WorkSegment.SIZE; i++) {
            offer(work);
            assertThat(EngineParts.take(works, work)).isTrue();
        }
        assertThat(works.begin()).isEqualTo(origin + 10 * WorkSegment.SIZE);
        offer(work);
        assertThat(EngineParts.runNext(works)).isSameAs(work);
    }

    @Test
    void begin_worksOfTheOldestSegmentsWereDequeuedWhileClosed_isBehindThemAndStaysClosed() {
        final CountedWork work = new CountedWork();
        final long origin = works.begin();
        works.close();
        for (int i = 0; i < 2 * WorkSegment.SIZE; i++) {
            offer(work);
            EngineParts.take(works, work);
        }
        offer(work);
        assertThat(works.begin()).isEqualTo(origin + 2 * WorkSegment.SIZE);
        assertThat(works.isReady()).isFalse();
        assertThat(EngineParts.runNext(works)).isNull();
        works.open();
        assertThat(EngineParts.runNext(works)).isSameAs(work);
    }
}

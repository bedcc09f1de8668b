package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many idle threads submitters wake, when none of them gets to run meanwhile. */
final class WakeUpsTest {
    private static final int IDLE = 5;

    private final WorkFifo works = EngineParts.fifo();
    private final IdleList idle = new IdleList();
    private final WakeUps wakeUps = new WakeUps(idle, works);

    @Test
    void signal_fewWorks_upToThreeAreWoken() {
        aThreadComesAfter(3);
        assertWokenBySubmissions(3);
    }

    @Test
    void signal_veryManyWaitedWhenAThreadCame_oneIsWoken() {
        aThreadComesAfter(2 * WorkSegment.SIZE);
        assertWokenBySubmissions(1);
    }

    @Test
    void signal_burstIsOver_upToThreeAreWoken() {
        aThreadComesAfter(2 * WorkSegment.SIZE);
        while (EngineParts.runNext(works) != null) {}
        aThreadComesAfter(3);
        assertWokenBySubmissions(3);
    }

    /** A thread has come to look when so many works wait, and has taken one. */
    private void aThreadComesAfter(int submissions) {
        for (int i = 0; i < submissions; i++) {
            submit();
        }
        wakeUps.search();
        assertThat(EngineParts.runNext(works)).isNotNull();
        wakeUps.found(false);
    }

    private void assertWokenBySubmissions(int expected) {
        for (int i = 0; i < IDLE; i++) {
            idle.push(new Worker(EngineParts.ANY));
        }
        for (int i = 0; i < IDLE; i++) {
            submit();
        }
        assertThat(idle.size()).isEqualTo(IDLE - expected);
        assertThat(wakeUps.searching()).isEqualTo(expected);
    }

    private void submit() {
        works.offer(CountedWork.claimed(), null, 0);
        wakeUps.signal();
    }
}

package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many idle threads are woken, when none of them gets to run meanwhile. */
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

    @Test
    void signal_theThreadOnItsWayHasNoOtherWork_nobodyIsWoken() {
        threadsIdle();
        submit();
        assertThat(EngineParts.runNext(works)).isNotNull();
        submit();
        assertWoken(1);
    }

    @Test
    void found_aThreadIsOnItsWayForEachWorkThatIsLeft_nobodyIsWoken() {
        threadsIdle();
        submit();
        submit();
        assertWoken(2);
        assertThat(EngineParts.runNext(works)).isNotNull();
        wakeUps.found(true);
        assertThat(idle.size()).isEqualTo(IDLE - 2);
        assertThat(wakeUps.searching()).isOne(); // one has found a work
    }

    @Test
    void found_worksAreLong_asManyAreWokenAsWorksAreLeft() {
        for (int i = 0; i < 4; i++) {
            submit();
        }
        threadsIdle();
        wakeUps.search();
        assertThat(EngineParts.runNext(works)).isNotNull();
        wakeUps.found(true);
        assertWoken(3);
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
        threadsIdle();
        for (int i = 0; i < IDLE; i++) {
            submit();
        }
        assertWoken(expected);
    }

    private void assertWoken(int expected) {
        assertThat(idle.size()).isEqualTo(IDLE - expected);
        assertThat(wakeUps.searching()).isEqualTo(expected);
    }

    private void threadsIdle() {
        for (int i = 0; i < IDLE; i++) {
            idle.push(new Worker(EngineParts.ANY));
        }
    }

    private void submit() {
        works.offer(CountedWork.claimed(), null, 0);
        wakeUps.signal();
    }
}

package io.threadlets.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PeerTest {
    private static final int THREADS = 4;
    private static final int TASKS = 1_000;

    static Stream<Peer> available() {
        return Arrays.stream(Peer.values()).filter(Peer::isAvailable).filter(peer -> peer != Peer.PARK);
    }

    @ParameterizedTest
    @MethodSource("available")
    void start_severalRounds_runsEachTaskOnceInEach(Peer peer) {
        final Countdown ends = new Countdown();
        final TinyTask[] tasks = TinyTask.many(TASKS, peer, ends);
        try (Pool pool = Pools.openWarm(peer, THREADS)) {
            for (int round = 1; round <= 3; round++) {
                ends.reset(TASKS);
                for (final Task task : tasks) {
                    pool.start(task);
                }
                ends.await();
                TinyTask.requireRuns(tasks, round);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void startAll_severalSubmitters_runsEachTaskOnce(Peer peer) {
        final Countdown ends = new Countdown();
        final TinyTask[] tasks = TinyTask.many(TASKS, peer, ends);
        try (Pool pool = Pools.openWarm(peer, THREADS);
                Submitters submitters = new Submitters(pool, tasks, 3)) {
            ends.reset(TASKS);
            submitters.startAll();
            ends.await();
        }
        TinyTask.requireRuns(tasks, 1);
    }

    @ParameterizedTest
    @MethodSource("available")
    void close_warmedUp_leavesNoThread(Peer peer) {
        final Pool pool = Pools.openWarm(peer, THREADS);
        if (peer != Peer.VIRTUAL) {
            assertThat(pool.threads()).isEqualTo(THREADS);
        }

        pool.close();

        assertThat(pool.threads()).isZero();
    }

    @Test
    void start_parkedThread_runsEachTaskOnce() {
        final Countdown end = new Countdown();
        final TinyTask task = new TinyTask(Peer.PARK, end);
        final Pool pool = Pools.openWarm(Peer.PARK, 1);
        for (int round = 0; round < TASKS; round++) {
            end.reset(1);
            pool.start(task);
            end.await();
        }
        TinyTask.requireRuns(new TinyTask[] {task}, TASKS);

        pool.close();

        assertThat(pool.threads()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Peer.class,
            names = {"THREADLETS", "TPE_LINKED", "C_ALGORITHM"})
    void start_moreAndMore_growsToTheMostAndShrinksWhenIdle(Peer peer) {
        final Crowd crowd = new Crowd(THREADS, peer);
        try (Pool pool = peer.open(Shape.shrinking(THREADS, Duration.ofMillis(10)))) {
            crowd.gather();
            crowd.startAll(pool);
            crowd.awaitAllRunning();
            assertThat(pool.threads()).isEqualTo(THREADS);

            crowd.release();

            Awaitility.await("threads to leave").atMost(Duration.ofSeconds(30)).until(() -> pool.threads() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Peer.class,
            names = {"THREADLETS", "TPE_LINKED"})
    void takeBack_waitingTask_isNotRun(Peer peer) {
        final Crowd blocker = new Crowd(1, peer);
        final TinyTask task = new TinyTask(peer, new Countdown());
        try (Pool pool = Pools.openWarm(peer, 1)) {
            blocker.gather();
            blocker.startAll(pool);
            blocker.awaitAllRunning();
            pool.start(task);

            assertThat(pool.takeBack(task)).isTrue();
            assertThat(pool.takeBack(task)).isFalse();

            blocker.release();
        }
        TinyTask.requireRuns(new TinyTask[] {task}, 0);
    }
}

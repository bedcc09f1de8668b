package io.threadlets.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.OnFull;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both pools do what the mains time. */
@Timeout(60)
class RivalTest {
    private static final int THREADS = 4;

    static Stream<Peer> peers() {
        return Rival.PEERS.stream();
    }

    static Stream<Arguments> peersAndKinds() {
        return peers().flatMap(peer -> Arrays.stream(ThreadKind.values())
                .filter(ThreadKind::isAvailable)
                .map(kind -> Arguments.of(peer, kind)));
    }

    @ParameterizedTest
    @MethodSource("peersAndKinds")
    void warmUp_always_leavesAllThreadsIdle(Peer peer, ThreadKind kind) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            rival.warmUp(peer, THREADS);

            assertThat(rival.threads()).isEqualTo(THREADS);
        }
    }

    @ParameterizedTest
    @MethodSource("peersAndKinds")
    void pause_idleThreads_allLeave(Peer peer, ThreadKind kind) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            rival.warmUp(peer, THREADS);

            rival.pause();

            Awaitility.await("all threads to leave").until(() -> rival.threads() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("peersAndKinds")
    void shrink_idleThreads_oneAtMostStays(Peer peer, ThreadKind kind) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            rival.warmUp(peer, THREADS);

            rival.shrink();

            Awaitility.await("threads to leave").until(() -> rival.threads() <= 1);
        }
    }

    @ParameterizedTest
    @MethodSource("peersAndKinds")
    void run_openLoop_tellsEveryDelayInOrder(Peer peer, ThreadKind kind) {
        try (Rival rival = Rival.open(peer, RivalShape.of(THREADS, kind))) {
            final long[] delays = new OpenLoop(peer, 10_000, 100, OpenLoop.Pace.SLEEP).run(rival);

            assertThat(delays).hasSize(100).isSorted();
            assertThat(delays[0]).isPositive();
            assertThat(OpenLoop.percentile(delays, 0.99)).isEqualTo(delays[98]);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void start_crowdedAndFull_isRejected(Peer peer) {
        try (Crowded pool = new Crowded(peer, THREADS, OnFull.REJECT)) {
            pool.fill();

            assertThatThrownBy(() -> pool.rival().start(new TinyTask(peer, new Countdown())))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void start_crowdedAndFull_callerRuns(Peer peer) {
        try (Crowded pool = new Crowded(peer, THREADS, OnFull.CALLER_RUNS)) {
            pool.fill();
            final TinyTask task = new TinyTask(peer, new Countdown());

            pool.rival().start(task);

            TinyTask.requireRuns(new TinyTask[] {task}, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void cancelOne_severalTimes_replacesWhatWasCancelled(Peer peer) {
        try (Crowded pool = new Crowded(peer, THREADS, OnFull.REJECT)) {
            for (int i = 0; i < 20; i++) {
                pool.cancelOne();
                pool.interruptOne();
            }

            assertThat(pool.rival().threads()).isEqualTo(THREADS);
            assertThat(pool.anyThread().isAlive()).isTrue();
        }
    }
}

package io.threadlets.benchmarks;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class WayTest {
    private static final int TASKS = 1_000;

    @ParameterizedTest
    @EnumSource
    void submit_severalRounds_runsEverything(Way way) {
        try (Way.Door door = way.open(2, TASKS)) {
            for (int round = 0; round < 3; round++) {
                Way.ENDS.reset(TASKS);
                for (int i = 0; i < TASKS; i++) {
                    door.submit(i);
                }
                Way.ENDS.await();
            }
        }
    }
}

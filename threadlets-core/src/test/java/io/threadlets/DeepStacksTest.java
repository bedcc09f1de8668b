package io.threadlets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack overflows anywhere in the library's own code: see {@link DeepStacks}. */
final class DeepStacksTest {
    private static final int SECONDS_AT_MOST = 300;
    private static final int STARTS = 2;
    private static final String MIXED = "-Xmixed";
    private static final String INTERPRETED = "-Xint";
    private static final String CLIENT = "-XX:TieredStopAtLevel=1";

    /** What is called for the first time deep down. */
    @ParameterizedTest
    @ValueSource(strings = {MIXED, INTERPRETED, CLIENT})
    void calls_stackOverflowsAndNoQueueWasUsedBefore_balanceIsRightAndQueuesGoOn(String mode) throws Exception {
        runSeeds(mode, "cold");
    }

    @ParameterizedTest
    @ValueSource(strings = {MIXED, INTERPRETED, CLIENT})
    void calls_stackOverflowsAndAnotherQueueWasUsed_balanceIsRightAndQueuesGoOn(String mode) throws Exception {
        runSeeds(mode, "used");
    }

    @ParameterizedTest
    @ValueSource(strings = {MIXED, INTERPRETED, CLIENT})
    void calls_stackOverflowsAndCodeIsWarm_balanceIsRightAndQueuesGoOn(String mode) throws Exception {
        run(mode, "warm", 1, Math.max(1_000, (StressReport.deadline(0) - System.nanoTime()) / 1_000_000));
    }

    private static void runSeeds(String mode, String code) throws Exception {
        final long deadline = StressReport.deadline(0);
        for (int seed = 0; seed < STARTS || !StressReport.isOver(deadline); seed++) {
            run(mode, code, seed, 0);
        }
    }

    private static void run(String mode, String code, int seed, long millis) throws Exception {
        new ChildJvm(mode, "-Xss512k", "-Xmx256m", "-XX:MaxJavaStackTraceDepth=16")
                .run(
                        "deep-stacks" + mode.replaceAll("[^A-Za-z0-9]+", "-") + "-" + code + "-" + seed,
                        DeepStacks.class,
                        SECONDS_AT_MOST + millis / 1_000,
                        code,
                        seed,
                        millis);
    }
}

package io.threadlets;

import org.junit.jupiter.api.Test;

/** Memory runs out anywhere in the library's own code: see {@link FullHeap}. */
final class FullHeapTest {
    private static final int SECONDS_AT_MOST = 300;

    @Test
    void calls_spellsWithoutMemory_balanceIsRightAndQueuesGoOn() throws Exception {
        final long millis = (StressReport.deadline(4_000) - System.nanoTime()) / 1_000_000;
        new ChildJvm("-Xmx40m", "-XX:+UseG1GC", "-Xss512k")
                .run("full-heap", FullHeap.class, SECONDS_AT_MOST + millis / 1_000, 1, millis);
    }
}

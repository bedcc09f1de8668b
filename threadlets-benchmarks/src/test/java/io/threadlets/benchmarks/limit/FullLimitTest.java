package io.threadlets.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.benchmarks.limit.FullLimit.Round;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FullLimitTest {
    @Test
    void run_once_printsEachMetricOfBothWhereThereAreVirtualThreads() throws IOException, InterruptedException {
        final StringBuilder out = new StringBuilder();

        FullLimit.run(1, 200, out);

        if (!FullLimit.isAvailable()) {
            assertThat(out.toString()).isEqualTo("Virtual threads need Java 21: nothing is measured.\n");
            return;
        }
        final Map<String, Double> figures = out.toString()
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .collect(Collectors.toMap(
                        cells -> cells.get(0) + " " + cells.get(1) + " " + cells.get(3),
                        cells -> Double.valueOf(cells.get(2))));
        assertThat(figures)
                .containsOnlyKeys(
                        "THREADLETS submit p50 ns",
                        "THREADLETS submit p99 ns",
                        "THREADLETS overtaken ",
                        "THREADLETS places lost ",
                        "CONCURRENCY_LIMIT submit p50 ns",
                        "CONCURRENCY_LIMIT submit p99 ns",
                        "CONCURRENCY_LIMIT overtaken ",
                        "CONCURRENCY_LIMIT places lost ");
        assertThat(figures.get("THREADLETS submit p50 ns")).isPositive();
        assertThat(figures.get("CONCURRENCY_LIMIT submit p50 ns")).isPositive();
    }

    @Test
    void round_inOrder_nobodyIsOvertaken() {
        final Round round = new Round(new long[] {1, 2, 3, 4}, new int[] {0, 1, 2, 3});

        assertThat(round.overtaken()).isZero();
        assertThat(round.placesLost()).isZero();
    }

    @Test
    void round_firstIsLast_itAloneIsOvertakenAndLosesAllPlaces() {
        final Round round = new Round(new long[] {1, 2, 3, 4}, new int[] {3, 0, 1, 2});

        assertThat(round.overtaken()).isEqualTo(1);
        assertThat(round.placesLost()).isEqualTo(3);
    }

    @Test
    void percentile_ofHundred_isTheOneThatSoManyDoNotExceed() {
        final long[] times = new long[100];
        for (int i = 0; i < times.length; i++) {
            times[i] = i + 1L;
        }
        final Round round = new Round(times, new int[0]);

        assertThat(round.percentile(0.5)).isEqualTo(50);
        assertThat(round.percentile(0.99)).isEqualTo(99);
    }
}

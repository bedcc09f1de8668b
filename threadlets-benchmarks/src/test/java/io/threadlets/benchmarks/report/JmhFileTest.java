package io.threadlets.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JmhFileTest {

    @TempDir
    private Path directory;

    private List<Measurement> read(JmhSample sample) throws IOException {
        final Path file = directory.resolve("17.json");
        sample.write(file);
        return JmhFile.read(file).measurements();
    }

    @Test
    void read_oddForks_medianOfForkMeans() throws IOException {
        final List<Measurement> read = read(new JmhSample("17.0.15")
                .mean(
                        "Burst.burst",
                        Map.of("peer", "JETTY", "threads", "8"),
                        "ns/op",
                        "[[1, 3], [100, 300], [9, 11]]"));
        assertThat(read)
                .containsExactly(new Measurement(
                        Subject.of("Burst.burst", Map.of("threads", "8")),
                        "JETTY",
                        new Figure(10, 2, 200, Unit.NANOSECONDS, 3),
                        List.of(),
                        "Mean; forks: 3, iterations: 2 × 1 s, warm-up: 2 × 500 ms"));
    }

    @Test
    void read_evenForks_meanOfTheTwoInTheMiddle() throws IOException {
        final List<Measurement> read = read(
                new JmhSample("17.0.15").mean("Burst.burst", Map.of("peer", "JETTY"), "us/op", "[[8], [1], [4], [2]]"));
        assertThat(read)
                .extracting(Measurement::figure)
                .containsExactly(new Figure(3_000, 1_000, 8_000, Unit.NANOSECONDS, 4));
    }

    @Test
    void read_sampledTimes_percentilesOfEachForkThenMedian() throws IOException {
        final String calm = "[[[10, 500], [20, 390]], [[20, 10], [30, 90], [40, 9], [50, 1]]]";
        final String wild = "[[[70, 1000]]]";
        final List<Measurement> read = read(new JmhSample("17.0.15")
                .sampled(
                        "SubmitCost.submit",
                        Map.of("peer", "JETTY"),
                        "us/op",
                        "[" + calm + "," + wild + "," + calm + "]"));
        assertThat(read).singleElement().satisfies(sampled -> {
            assertThat(sampled.figure()).isEqualTo(new Figure(10_000, 10_000, 70_000, Unit.NANOSECONDS, 3));
            assertThat(sampled.tail()).extracting(Figure::median).containsExactly(20_000.0, 30_000.0, 40_000.0);
        });
    }

    @Test
    void read_gcProfiler_onlyBytesForEachOperation() throws IOException {
        final List<Measurement> read = read(new JmhSample("17.0.15")
                .allocation("Allocation.burst", Map.of("way", "TPE_EXECUTE"), "[[24.0, 24.2]]"));
        assertThat(read)
                .extracting(measurement -> measurement.subject().benchmark())
                .containsExactly("Allocation.burst", "Allocation.burst:gc.alloc.rate.norm");
        assertThat(read.get(1).row()).isEqualTo("TPE_EXECUTE");
        assertThat(read.get(1).figure()).isEqualTo(new Figure(24.1, 24.1, 24.1, Unit.BYTES, 1));
    }

    @Test
    void read_withoutPeers_parametersAreTheRow() throws IOException {
        final List<Measurement> read = read(new JmhSample("17.0.15")
                .mean("Cost.of", Map.of("times", "true", "listener", "false"), "ns/op", "[[1]]"));
        assertThat(read)
                .extracting(Measurement::subject, Measurement::row)
                .containsExactly(tuple(Subject.of("Cost.of", Map.of()), "listener = false, times = true"));
    }

    @Test
    void read_singleShots_saysSo() throws IOException {
        assertThat(read(new JmhSample("17.0.15").mode("Blocking.block", "ss", "[[160, 170]]")))
                .extracting(Measurement::how)
                .containsExactly("Single shots; forks: 3, shots: 2, warm-up: 2");
    }

    @Test
    void read_throughput_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(new JmhSample("17.0.15").mode("Blocking.block", "thrpt", "[[160, 170]]")))
                .withMessage(
                        "Blocking.block: a figure must be a time per operation (avgt, sample, ss) but the mode was thrpt");
    }
}

package io.threadlets.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StartUpTest {
    @Test
    void run_once_bothStartAndTheStarterIsInOneOfThem() throws IOException, InterruptedException {
        final StringBuilder out = new StringBuilder();

        StartUp.run(1, out);

        final Map<String, Double> figures = out.toString()
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .collect(Collectors.toMap(
                        cells -> cells.get(0) + " " + cells.get(1) + " " + cells.get(3),
                        cells -> Double.valueOf(cells.get(2))));
        assertThat(figures)
                .containsOnlyKeys(
                        "BARE from launch ms",
                        "BARE from main ms",
                        "BARE processor time ms",
                        "BARE beans ",
                        "BARE classes ",
                        "THREADLETS from launch ms",
                        "THREADLETS from main ms",
                        "THREADLETS processor time ms",
                        "THREADLETS beans ",
                        "THREADLETS classes ",
                        "THREADLETS growth ");
        assertThat(figures.get("BARE from launch ms")).isGreaterThan(figures.get("BARE from main ms"));
        assertThat(figures.get("THREADLETS beans ")).isGreaterThan(figures.get("BARE beans "));
        assertThat(figures.get("THREADLETS classes ")).isGreaterThan(figures.get("BARE classes "));
        assertThat(figures.get("THREADLETS growth ")).isPositive();
    }
}

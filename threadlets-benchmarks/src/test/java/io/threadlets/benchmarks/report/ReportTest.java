package io.threadlets.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from JMH's files to the document. */
final class ReportTest {

    private static final String BEFORE = "# Performance\n\nText before.\n\n<!-- figures -->";
    private static final String AFTER = "<!-- end of figures -->\n\nText after, on JDK 99.\n";

    @TempDir
    private Path results;

    @TempDir
    private Path docs;

    private Path document;
    private final StringBuilder out = new StringBuilder();

    @BeforeEach
    void makeDocument() throws IOException {
        document = docs.resolve("performance.md");
        Files.writeString(document, BEFORE + "\nnot measured yet\n" + AFTER);
    }

    private static Map<String, String> burst(String peer) {
        return Map.of("peer", peer, "submitters", "1", "tasks", "10000", "threads", "8");
    }

    private static JmhSample burst(String jdk, String own) {
        return new JmhSample(jdk)
                .mean("Burst.burst", burst("THREADLETS"), "ns/op", own)
                .mean("Burst.burst", burst("TPE_LINKED"), "ns/op", "[[100], [90], [110]]")
                .mean("Burst.burst", burst("ENHANCED_QUEUE"), "ns/op", "[[1000], [1000], [1000]]");
    }

    private void writeBoth() throws IOException {
        burst("17.0.15", "[[60], [61], [90]]").write(results.resolve("17.json"));
        burst("25.0.3", "[[84], [70], [160]]").write(results.resolve("25.json"));
    }

    private String report() throws IOException {
        assertThat(Report.run(results, "run.sh", document, out)).isNull();
        return Files.readString(document);
    }

    @Test
    void run_twoJdks_tableWithSpreadsAndRatios() throws IOException {
        writeBoth();
        assertThat(report()).contains("""
                        ### Burst.burst, submitters = 1, tasks = 10000, threads = 8

                        Mean; forks: 3, iterations: 2 × 1 s, warm-up: 2 × 500 ms.

                        | peer | JDK 17 | of the best | of TPE_LINKED | JDK 25 | of the best | of TPE_LINKED |
                        |---|---:|---:|---:|---:|---:|---:|
                        | **THREADLETS** | **61.0 ns (60.0..90.0)** | **1.00** | **0.610** | **84.0 ns (70.0..160)** | **1.00** | **0.840** |
                        | TPE_LINKED | 100 ns (90.0..110) | 1.64 | 1.00 | 100 ns (90.0..110) | 1.19 | 1.00 |
                        | ENHANCED_QUEUE | 1.00 µs (1.00..1.00) | 16.4 | 10.0 | 1.00 µs (1.00..1.00) | 11.9 | 10.0 |
                        """);
    }

    @Test
    void run_targets_metMissedOrNotMeasured() throws IOException {
        writeBoth();
        assertThat(report())
                .contains(
                        "| Burst, 1 submitter, 8 threads | ≤ 0.700 of TPE_LINKED | 0.610, met | 0.840, **missed by 20.0 %** |",
                        "| Burst, 1 submitter, 8 threads | ≤ 0.200 of ENHANCED_QUEUE | 0.0610, met | 0.0840, met |",
                        "| Burst, 1 submitter, 8 threads | not behind any peer | 0.610, met | 0.840, met |",
                        "| Burst, 1 submitter, 64 threads | not behind any peer | not measured | not measured |");
    }

    @Test
    void run_document_textAroundIsKeptAndSurroundingsAreNamed() throws IOException {
        writeBoth();
        assertThat(report())
                .startsWith(BEFORE + "\nMeasured on ")
                .endsWith("\n" + AFTER)
                .contains(
                        "with `run.sh`",
                        "- JDK 17: 17.0.15 (OpenJDK 64-Bit Server VM, 17.0.15+6); VM flags: `-Xms1g -Xmx1g`",
                        "- JDK 25: 25.0.3 (",
                        "; cores: " + Runtime.getRuntime().availableProcessors())
                .doesNotContain("not measured yet");
        assertThat(report()).as("again").containsOnlyOnce("### Targets").endsWith("\n" + AFTER);
    }

    @Test
    void run_withoutDocument_printsOneTableOnly() throws IOException {
        writeBoth();
        final String before = Files.readString(document);
        assertThat(Report.run(results, "run.sh --only Burst", null, out)).isNull();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("benchmark +parameters +peer +JDK +median \\(forks\\) .*"))
                .anyMatch(
                        line -> line.matches(
                                "Burst.burst +submitters = 1, tasks = 10000, threads = 8 +THREADLETS +JDK 25 +84.0 ns \\(70.0..160\\) .* 1.00 +0.840"))
                .anyMatch(line -> line.startsWith("Burst, 1 submitter, 8 threads"))
                .noneMatch(line -> line.startsWith("Burst, 1 submitter, 64 threads"))
                .contains("No document was written.");
        assertThat(document).hasContent(before);
    }

    @Test
    void run_lessThanTheDocumentHas_refusesAndSaysWhat() throws IOException {
        writeBoth();
        final String full = report();
        Files.delete(results.resolve("25.json"));
        new JmhSample("17.0.15")
                .mean("Burst.burst", burst("THREADLETS"), "ns/op", "[[60]]")
                .write(results.resolve("17.json"));
        assertThat(Report.run(results, "run.sh", document, out))
                .startsWith(document + " was not written, since these results lack what stands there:")
                .contains("\n  JDK 25\n")
                .contains("\n  Burst.burst, submitters = 1, tasks = 10000, threads = 8: TPE_LINKED\n");
        assertThat(Files.readString(document)).isEqualTo(full);
    }

    @Test
    void run_sampledTimes_percentileColumnsAndRatiosOfMedians() throws IOException {
        new JmhSample("17.0.15")
                .sampled("SubmitCost.submit", Map.of("peer", "THREADLETS"), "ns/op", "[[[[500, 90], [800, 10]]]]")
                .sampled("SubmitCost.submit", Map.of("peer", "TPE_LINKED"), "ns/op", "[[[[1000, 99], [9000, 1]]]]")
                .write(results.resolve("17.json"));
        assertThat(report()).contains("""
                        Samples; forks: 3, iterations: 2 × 1 s, warm-up: 2 × 500 ms. Ratios are those of p50.

                        | peer | JDK 17 p50 | p90 | p99 | p99.9 | of the best | of TPE_LINKED |
                        |---|---:|---:|---:|---:|---:|---:|
                        | **THREADLETS** | **500 ns** | **500 ns** | **800 ns** | **800 ns** | **1.00** | **0.500** |
                        | TPE_LINKED | 1.00 µs | 1.00 µs | 1.00 µs | 9.00 µs | 2.00 | 1.00 |
                        """);
    }

    @Test
    void run_peerOnOneJdkOnly_dashOnTheOther() throws IOException {
        writeBoth();
        burst("25.0.3", "[[70]]")
                .mean("Burst.burst", burst("VIRTUAL"), "ns/op", "[[35]]")
                .write(results.resolve("25.json"));
        assertThat(report())
                .contains("| VIRTUAL | – | – | – | 35.0 ns | 1.00 | 0.350 |")
                .contains("| not behind any peer | 0.610, met | 2.00, **missed by 100 %** |");
    }

    @Test
    void run_takingBack_slowestFlatnessAndAdvantage() throws IOException {
        final JmhSample sample = new JmhSample("17.0.15");
        Map.of("1000", 50, "100000", 60, "1000000", 150)
                .forEach((queued, nanos) -> sample.mean(
                        "TakeBack.takeBack",
                        Map.of("peer", "THREADLETS", "queued", queued),
                        "ns/op",
                        "[[" + nanos + "]]"));
        sample.mean("TakeBack.takeBack", Map.of("peer", "TPE_LINKED", "queued", "100000"), "us/op", "[[180]]")
                .write(results.resolve("17.json"));
        assertThat(report())
                .contains("| < 200 ns | 150 ns, met |")
                .contains("| ≤ 2.00 times as long | 3.00, **missed by 50.0 %** |")
                .contains("| ≥ 100 times as fast as TPE_LINKED | 3,000, met |")
                .containsSubsequence("queued = 1000\n", "queued = 100000\n", "queued = 1000000\n");
    }

    @Test
    void run_floor_isNotTheBest() throws IOException {
        new JmhSample("17.0.15")
                .mean("HandOver.handOver", Map.of("peer", "PARK"), "us/op", "[[10]]")
                .mean("HandOver.handOver", Map.of("peer", "THREADLETS"), "us/op", "[[12]]")
                .mean("HandOver.handOver", Map.of("peer", "TPE_LINKED"), "us/op", "[[15]]")
                .write(results.resolve("17.json"));
        assertThat(report())
                .contains("| PARK | 10.0 µs | 0.833 | 0.667 |")
                .contains("| Hand-over and back | ≤ 1.30 of PARK | 1.20, met |");
    }

    @Test
    void run_resultsOfSeveralFiles_areOneRun() throws IOException {
        writeBoth();
        new JmhSample("17.0.15")
                .allocation("Allocation.burst", Map.of("way", "THREADLETS_WORK"), "[[0.002]]")
                .write(results.resolve("17-gc.json"));
        new JmhSample("25.0.3")
                .allocation("Allocation.burst", Map.of("way", "THREADLETS_WORK"), "[[24.5]]")
                .write(results.resolve("25-gc.json"));
        Files.writeString(
                results.resolve("17-Held.txt"), "# -Xmx2g\nsome talk\nTHREADLETS_CALLABLE\t40.0\nTPE_CALLABLE\t72.0\n");
        assertThat(report())
                .contains("| 0 B (below 0.5 B) | 0.00 B, met | 24.5 B, **missed by 24.0 B** |")
                .contains(
                        "| Memory held for each queued callable | ≤ 1.00 of TPE_CALLABLE | 0.556, met | not measured |")
                .contains(
                        "### Held\n\nPrinted by the main Held, run once with `-Xmx2g`.\n\n| case | JDK 17 | of the best |")
                .contains("| TPE_CALLABLE | 72.0 B | 1.80 |");
    }

    @Test
    void run_lightLoad_timeOrNever() throws IOException {
        Files.writeString(
                results.resolve("17-LightLoad.txt"),
                "THREADLETS\t0\t64\nTHREADLETS\treached one\t2510\nTPE_LINKED\tnot within\t5000\n");
        Files.writeString(results.resolve("25-LightLoad.txt"), "THREADLETS\tnot within\t5003\n");
        assertThat(report())
                .contains("and 1 s | 2.51 s, met | never, **missed** |")
                .contains("| **THREADLETS** | **2.51 s** | **1.00** | **–** | **never** |")
                .contains("| TPE_LINKED | never |");
    }

    @Test
    void run_cost_callsByPeerAndTargetsOfTheStarterOnly() throws IOException {
        final JmhSample sample = new JmhSample("17.0.15");
        Map.of("THREADLETS", "[[90]]", "ASYNC", "[[100]]", "BULKHEAD", "[[60]]")
                .forEach((peer, bytes) ->
                        sample.allocation("calls.CallBurst.call", Map.of("peer", peer, "with", "NOTHING"), bytes));
        sample.write(results.resolve("17.json"));
        assertThat(report())
                .contains(
                        "### CallBurst.call, with = NOTHING\n",
                        "### CallBurst.call:gc.alloc.rate.norm, with = NOTHING\n")
                .contains("| peer | JDK 17 | of the best | of ASYNC |")
                .contains("| **THREADLETS** | **90.0 B** | **1.50** | **0.900** |")
                .contains(
                        "| A call of 1,000 at once, with nothing | ≤ 1.00 of ASYNC | 1.00, met |",
                        "| A call of 1,000 at once, with nothing: bytes | ≤ 1.00 of ASYNC | 0.900, met |",
                        "| A call of 1,000 at once, with nothing: bytes | ≤ 1.00 of BULKHEAD | 1.50, **missed by 50.0 %** |",
                        "| A call that is waited for, with context and metrics | ≤ 1.00 of ASYNC | not measured |")
                .doesNotContain("Burst, 1 submitter");
    }

    @Test
    void run_start_mediansOfAllRoundsAndTheirGrowth() throws IOException {
        Files.writeString(results.resolve("17-StartUp.txt"), """
                BARE\tfrom launch\t800.0\tms
                THREADLETS\tfrom launch\t840.0\tms
                THREADLETS\tgrowth\t1.05\t
                BARE\tfrom launch\t1600.0\tms
                THREADLETS\tfrom launch\t1616.0\tms
                THREADLETS\tgrowth\t1.01\t
                BARE\tfrom launch\t1000.0\tms
                THREADLETS\tfrom launch\t1020.0\tms
                THREADLETS\tgrowth\t1.02\t
                BARE\tbeans\t50\t
                THREADLETS\tbeans\t60\t
                """);
        assertThat(report())
                .contains(
                        "### StartUp:from launch\n\nPrinted by the main StartUp for each of 3 rounds.\n",
                        "| peer | JDK 17 | of the best | of BARE |",
                        "| BARE | 1.00 s (0.800..1.60) | 1.00 | 1.00 |",
                        "| **THREADLETS** | **1.02 s (0.840..1.62)** | **1.02** | **1.02** |",
                        "| **THREADLETS** | **60.0** | **1.20** | **1.20** |",
                        "until ready | ≤ 1.03 of BARE, median of pairs | 1.02, met |");
    }

    @Test
    void run_rowMeasuredTwice_fails() throws IOException {
        burst("17.0.15", "[[60]]").write(results.resolve("17.json"));
        burst("17.0.15", "[[60]]").write(results.resolve("17-again.json"));
        assertThatIllegalArgumentException()
                .isThrownBy(this::report)
                .withMessageStartingWith("a row was measured twice");
    }

    @Test
    void run_markersMissing_fails() throws IOException {
        writeBoth();
        Files.writeString(document, BEFORE);
        assertThatIllegalArgumentException()
                .isThrownBy(this::report)
                .withMessage(document + ": <!-- end of figures --> must stand there exactly once");
    }

    @Test
    void run_noResults_fails() {
        assertThatIllegalArgumentException().isThrownBy(this::report).withMessageStartingWith("no results in ");
    }
}

package io.threadlets.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what the mains under pressure print to the document. */
final class PressureReportTest {

    @TempDir
    private Path results;

    @TempDir
    private Path docs;

    private Path document;

    @BeforeEach
    void makeDocument() throws IOException {
        document = docs.resolve("performance.md");
        Files.writeString(document, "<!-- figures -->\n<!-- end of figures -->\n");
    }

    private String report() throws IOException {
        assertThat(Report.run(results, "run.sh", document, new StringBuilder())).isNull();
        return Files.readString(document);
    }

    private static String line(String peer, String metric, int micros, String... parameters) {
        return peer + "\t" + metric + "\t" + micros + "\tus\t" + String.join("\t", parameters) + "\n";
    }

    @Test
    void run_casesOfAMain_oneTableWithALineForEach() throws IOException {
        final String slow = line("THREADLETS", "p50", 30, "kind=PLATFORM", "busy=2", "rate=20")
                + line("TPE_LINKED", "p50", 20, "kind=PLATFORM", "busy=2", "rate=20");
        final String fast = line("THREADLETS", "p50", 40, "kind=PLATFORM", "busy=2", "rate=2000")
                + line("THREADLETS", "p50", 60, "kind=PLATFORM", "busy=2", "rate=2000")
                + line("TPE_LINKED", "p50", 10, "kind=PLATFORM", "busy=2", "rate=2000");
        Files.writeString(results.resolve("17-BusyMachine.txt"), "# -Xmx1g\n" + fast + slow);
        Files.writeString(results.resolve("25-BusyMachine.txt"), slow);
        assertThat(report())
                .contains("""
                        ### BusyMachine:p50

                        Printed by the main BusyMachine for each of 1 rounds / Printed by the main BusyMachine for each of 2 rounds.

                        | case | JDK 17 THREADLETS | JDK 17 TPE_LINKED | of TPE_LINKED | JDK 25 THREADLETS | JDK 25 TPE_LINKED | of TPE_LINKED |
                        |---|---:|---:|---:|---:|---:|---:|
                        | busy = 2, kind = PLATFORM, rate = 20 | 30.0 µs | 20.0 µs | 1.50 | 30.0 µs | 20.0 µs | 1.50 |
                        | busy = 2, kind = PLATFORM, rate = 2000 | 50.0 µs (40.0..60.0) | 10.0 µs | 5.00 | – | – | – |
                        """)
                .containsOnlyOnce("### BusyMachine:p50")
                .contains(
                        "| Start of a work, 2 busy threads, platform threads: p50, the worst case | ≤ 1.50 of TPE_LINKED"
                                + " | 5.00, **missed by 233 %** | 1.50, met |");
    }

    @Test
    void run_manyThreads_mostAgainstFewestAndAgainstTheBase() throws IOException {
        Files.writeString(
                results.resolve("17-ManyThreads.txt"),
                line("THREADLETS", "reject", 4, "threads=64")
                        + line("TPE_LINKED", "reject", 4, "threads=64")
                        + line("THREADLETS", "reject", 5, "threads=1000")
                        + line("THREADLETS", "reject", 6, "threads=5000")
                        + line("TPE_LINKED", "reject", 2, "threads=5000")
                        + line("THREADLETS", "owns other", 1, "threads=5000"));
        assertThat(report())
                .contains("| Many threads, reject: most against fewest | ≤ 2.00 times as long | 1.50, met |")
                .contains("| Many threads, owns other: most against fewest | ≤ 2.00 times as long | not measured |")
                .contains("| Many threads, reject, the worst case | ≤ 2.00 of TPE_LINKED | 3.00, **missed")
                .contains("| threads = 1000 | 5.00 µs | – | – |");
    }

    @Test
    void run_mainWithoutParameters_tableOfPeers() throws IOException {
        Files.writeString(results.resolve("17-SlowStarts.txt"), """
                THREADLETS\tslow factory last\t210\tms
                TPE_LINKED\tslow factory last\t200\tms
                THREADLETS\tfailing factory calls\t12\t
                TPE_LINKED\tfailing factory calls\t200001\t
                """);
        assertThat(report())
                .contains("### SlowStarts:slow factory last\n")
                .contains("| Start of 8 works, slow factory: the last | ≤ 1.10 of TPE_LINKED | 1.05, met |")
                .contains("| Calls of a factory that fails, for 200,000 works | ≤ 100 | 12.0, met |");
    }

    @Test
    void run_runnables_ratioToTheBaseAndTheSlowestFork() throws IOException {
        final JmhSample sample = new JmhSample("17.0.15");
        Map.of("THREADLETS_EXECUTOR", "[[60], [70], [140]]", "TPE_LINKED", "[[100]]")
                .forEach((peer, forks) -> sample.mean(
                        "Burst.burst",
                        Map.of("peer", peer, "submitters", "4", "tasks", "1000", "threads", "64"),
                        "ns/op",
                        forks));
        sample.write(results.resolve("17.json"));
        assertThat(report())
                .contains(
                        "| Burst of 1000 runnables, 4 submitters, 64 threads | ≤ 0.750 of TPE_LINKED | 0.700, met |",
                        "| Bursts of runnables, the slowest fork of all | ≤ 1.50 of the median of its forks | 2.00, **missed");
    }
}

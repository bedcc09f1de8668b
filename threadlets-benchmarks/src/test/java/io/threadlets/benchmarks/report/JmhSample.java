package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes files of the shape that JMH 1.37 gives them. */
final class JmhSample {

    private final String jdkVersion;
    private final List<String> benchmarks = new ArrayList<>();

    JmhSample(String jdkVersion) {
        this.jdkVersion = jdkVersion;
    }

    /** Adds a mean: one array of iterations for each fork. */
    JmhSample mean(String benchmark, Map<String, String> params, String unit, String rawData) {
        return add(benchmark, "avgt", params, unit, "\"rawData\": " + rawData, "");
    }

    /** Adds sampled times: for each fork and iteration pairs of a time and how often it was seen. */
    JmhSample sampled(String benchmark, Map<String, String> params, String unit, String rawDataHistogram) {
        return add(
                benchmark,
                "sample",
                params,
                unit,
                "\"rawDataHistogram\": " + rawDataHistogram,
                metric("p0.50", unit, "\"rawData\": [[1.0]]"));
    }

    /** Adds a mean of 1 ns and what the gc profiler says beside it. */
    JmhSample allocation(String benchmark, Map<String, String> params, String rawData) {
        return add(
                benchmark,
                "avgt",
                params,
                "ns/op",
                "\"rawData\": [[1.0]]",
                metric("gc.alloc.rate", "MB/sec", "\"rawData\": [[575.7]]") + ","
                        + metric("gc.alloc.rate.norm", "B/op", "\"rawData\": " + rawData));
    }

    JmhSample mode(String benchmark, String mode, String rawData) {
        return add(benchmark, mode, Map.of("peer", "THREADLETS"), "ms/op", "\"rawData\": " + rawData, "");
    }

    void write(Path file) throws IOException {
        Files.writeString(file, "[" + String.join(",", benchmarks) + "]");
    }

    private JmhSample add(
            String benchmark, String mode, Map<String, String> params, String unit, String data, String secondary) {
        final String written = params.entrySet().stream()
                .map(param -> "\"" + param.getKey() + "\": \"" + param.getValue() + "\"")
                .collect(Collectors.joining(", "));
        benchmarks.add("""
                {"jmhVersion": "1.37", "benchmark": "io.threadlets.benchmarks.%s", "mode": "%s", "threads": 1,
                 "forks": 3, "jvm": "/jdk/bin/java", "jvmArgs": ["-Xms1g", "-Xmx1g"], "jdkVersion": "%s",
                 "vmName": "OpenJDK 64-Bit Server VM", "vmVersion": "%s+6",
                 "warmupIterations": 2, "warmupTime": "500 ms", "warmupBatchSize": 1,
                 "measurementIterations": 2, "measurementTime": "1 s", "measurementBatchSize": 1,
                 "params": {%s},
                 "primaryMetric": {"score": 1e9, "scoreError": "NaN", "scoreConfidence": ["NaN", "NaN"],
                   "scorePercentiles": {"0.0": 1e9}, "scoreUnit": "%s", %s},
                 "secondaryMetrics": {%s}}
                """.formatted(benchmark, mode, jdkVersion, jdkVersion, written, unit, data, secondary));
        return this;
    }

    private static String metric(String name, String unit, String data) {
        return "\"" + name + "\": {\"score\": 1e9, \"scoreError\": \"NaN\", \"scoreUnit\": \"" + unit + "\", " + data
                + "}";
    }
}

package io.threadlets.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a file that JMH wrote with {@code -rf json}. JMH's own scores are means over all iterations of all forks; here
 * each fork counts once.
 */
final class JmhFile {

    private static final String PEER = "peer";
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> machines = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();

    private JmhFile() {}

    static JmhFile read(Path file) {
        final JmhFile result = new JmhFile();
        for (JsonNode benchmark : new JsonMapper().readTree(file)) {
            result.add(benchmark);
        }
        return result;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<String> machines() {
        return machines;
    }

    List<String> flags() {
        return flags;
    }

    private void add(JsonNode benchmark) {
        final String mode = benchmark.required("mode").asString();
        final String name = simpleName(benchmark.required("benchmark").asString());
        if (!mode.equals("avgt") && !mode.equals("sample") && !mode.equals("ss")) {
            throw new IllegalArgumentException(
                    name + ": a figure must be a time per operation (avgt, sample, ss) but the mode was " + mode);
        }
        machines.add("%s (%s, %s)"
                .formatted(
                        benchmark.required("jdkVersion").asString(),
                        benchmark.required("vmName").asString(),
                        benchmark.required("vmVersion").asString()));
        flags.add(benchmark
                .required("jvmArgs")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(" ")));
        final String how = how(benchmark, mode);
        addMetric(benchmark, name, benchmark.required("primaryMetric"), how);
        benchmark.required("secondaryMetrics").forEachEntry((metric, node) -> {
            if (isWanted(metric)) {
                addMetric(benchmark, name + ":" + metric, node, how);
            }
        });
    }

    /** Keeps allocation and the benchmarks' own counters; drops other profilers' and JMH's repeated percentiles. */
    private static boolean isWanted(String metric) {
        return metric.equals(ALLOCATION) || !metric.matches("gc\\..*|.*p\\d\\.\\d+");
    }

    private void addMetric(JsonNode benchmark, String name, JsonNode metric, String how) {
        final SortedMap<String, String> parameters = new TreeMap<>();
        benchmark.path("params").forEachEntry((parameter, value) -> parameters.put(parameter, value.asString()));
        final @Nullable String peer = parameters.remove(PEER);
        final Subject subject = Subject.of(name, peer == null ? Map.of() : parameters);
        final String row = peer == null ? rowOf(parameters) : peer;
        final Scale scale = Scale.of(metric.required("scoreUnit").asString());
        if (metric.has("rawDataHistogram")) {
            final List<SortedMap<Double, Long>> forks = histograms(metric.required("rawDataHistogram"));
            measurements.add(new Measurement(
                    subject,
                    row,
                    percentile(forks, 0.5, scale),
                    Measurement.TAIL.stream()
                            .map(rank -> percentile(forks, rank, scale))
                            .toList(),
                    how));
        } else {
            final List<Double> means = metric.required("rawData")
                    .valueStream()
                    .map(fork -> fork.valueStream()
                                    .mapToDouble(JsonNode::asDouble)
                                    .average()
                                    .orElseThrow()
                            * scale.factor())
                    .toList();
            measurements.add(new Measurement(subject, row, Figure.ofForks(means, scale.unit()), List.of(), how));
        }
    }

    /** Names the row of a benchmark without peers, whose parameters are all compared in one table. */
    private static String rowOf(SortedMap<String, String> parameters) {
        return switch (parameters.size()) {
            case 0 -> "all";
            case 1 -> String.join("", parameters.values());
            default -> Subject.of("", parameters).parametersText();
        };
    }

    /** For each fork how often each time was seen, all its iterations together. */
    private static List<SortedMap<Double, Long>> histograms(JsonNode forks) {
        return forks.valueStream()
                .map(fork -> fork.valueStream()
                        .flatMap(JsonNode::valueStream)
                        .collect(Collectors.toMap(
                                pair -> pair.required(0).asDouble(),
                                pair -> pair.required(1).asLong(),
                                Long::sum,
                                () -> (SortedMap<Double, Long>) new TreeMap<Double, Long>())))
                .toList();
    }

    private static Figure percentile(List<SortedMap<Double, Long>> forks, double rank, Scale scale) {
        return Figure.ofForks(
                forks.stream()
                        .map(fork -> percentile(fork, rank) * scale.factor())
                        .toList(),
                scale.unit());
    }

    /** The least time that at least the given share of the samples does not exceed. */
    private static double percentile(SortedMap<Double, Long> histogram, double rank) {
        final long samples =
                histogram.values().stream().mapToLong(Long::longValue).sum();
        long seen = 0;
        for (Map.Entry<Double, Long> entry : histogram.entrySet()) {
            seen += entry.getValue();
            if (seen >= rank * samples) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("a fork without samples");
    }

    private static String how(JsonNode benchmark, String mode) {
        final String forks = benchmark.required("forks").asString();
        final String iterations = benchmark.required("measurementIterations").asString();
        final String warmups = benchmark.required("warmupIterations").asString();
        if (mode.equals("ss")) {
            return "Single shots; forks: %s, shots: %s, warm-up: %s".formatted(forks, iterations, warmups);
        }
        return "%s; forks: %s, iterations: %s × %s, warm-up: %s × %s"
                .formatted(
                        mode.equals("avgt") ? "Mean" : "Samples",
                        forks,
                        iterations,
                        benchmark.required("measurementTime").asString(),
                        warmups,
                        benchmark.required("warmupTime").asString());
    }

    private static String simpleName(String qualified) {
        final int method = qualified.lastIndexOf('.');
        return qualified.substring(qualified.lastIndexOf('.', method - 1) + 1);
    }
}

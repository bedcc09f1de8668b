package io.threadlets.benchmarks.report;

import java.util.List;

/**
 * One row of a table on one JDK.
 *
 * @param subject the table
 * @param row the peer, or what stands for it in a benchmark without peers
 * @param figure the mean over the operations; for sampled times their median
 * @param tail for sampled times the 90th, 99th and 99.9th percentile, else empty
 * @param how the mode, the forks and the iterations, in words
 */
record Measurement(Subject subject, String row, Figure figure, List<Figure> tail, String how) {

    /** The percentiles that sampled times show beside their median. */
    static final List<Double> TAIL = List.of(0.9, 0.99, 0.999);

    static final List<String> TAIL_NAMES = List.of("p90", "p99", "p99.9");
}

/**
 * Turns the results of {@code run.sh} into the figures of {@code docs/performance.md} and {@code docs/cost.md}:
 * {@link io.threadlets.benchmarks.report.Report} is the program, everything else serves it.
 */
@NullMarked
package io.threadlets.benchmarks.report;

import org.jspecify.annotations.NullMarked;

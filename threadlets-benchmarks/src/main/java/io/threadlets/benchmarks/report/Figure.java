package io.threadlets.benchmarks.report;

import java.util.List;

/**
 * One figure as the forks of a benchmark gave it.
 *
 * @param median the middle fork's value; the mean of the two in the middle where their number is even
 * @param min the least fork's value
 * @param max the greatest fork's value
 * @param unit what is counted
 * @param forks how many forks there were
 */
record Figure(double median, double min, double max, Unit unit, int forks) {

    /** Makes a figure of one value for each fork. */
    static Figure ofForks(List<Double> forks, Unit unit) {
        if (forks.isEmpty()) {
            throw new IllegalArgumentException("a figure needs at least one fork");
        }
        final List<Double> sorted = forks.stream().sorted().toList();
        final int middle = sorted.size() / 2;
        final double median =
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Figure(median, sorted.get(0), sorted.get(sorted.size() - 1), unit, sorted.size());
    }

    String text() {
        return unit.text(this);
    }
}

package io.threadlets.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** What a figure counts, and how it is written: three significant digits, and a unit that suits its size. */
enum Unit {

    /** Times, kept in nanoseconds whatever they were measured in. */
    NANOSECONDS,
    BYTES,
    /** Ratios and counts: plain numbers. */
    PLAIN;

    private static final int DIGITS = 3;
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};

    /** Writes one value with its unit. */
    String text(double value) {
        return Double.isInfinite(value) ? "never" : number(value / divisor(value)) + suffix(value);
    }

    /** Writes a median and, in its unit, the least and the greatest fork, unless there was but one. */
    String text(Figure figure) {
        if (figure.forks() == 1) {
            return text(figure.median());
        }
        final double divisor = divisor(figure.median());
        return text(figure.median()) + " (" + number(figure.min() / divisor) + ".." + number(figure.max() / divisor)
                + ")";
    }

    private String suffix(double value) {
        return switch (this) {
            case NANOSECONDS -> " " + TIMES[thousands(value)];
            case BYTES -> " B";
            case PLAIN -> "";
        };
    }

    private double divisor(double value) {
        return this == NANOSECONDS ? Math.pow(1000, thousands(value)) : 1;
    }

    private static int thousands(double nanos) {
        final double rounded = round(nanos).doubleValue();
        int thousands = 0;
        for (double limit = 1000; rounded >= limit && thousands < TIMES.length - 1; limit *= 1000) {
            thousands++;
        }
        return thousands;
    }

    /** Writes a number without a unit; bytes to a hundredth at most, since an allocation rate is an estimate. */
    private String number(double value) {
        final BigDecimal rounded = round(value);
        final int digitsBefore = rounded.signum() == 0 ? DIGITS : rounded.precision() - rounded.scale();
        final int decimals = Math.max(0, DIGITS - digitsBefore);
        return String.format(Locale.ROOT, "%,." + (this == BYTES ? Math.min(2, decimals) : decimals) + "f", rounded);
    }

    private static BigDecimal round(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    }
}

package io.threadlets.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "0.1234, 0.123 ns",
        "7, 7.00 ns",
        "12.04, 12.0 ns",
        "123.4, 123 ns",
        "999.4, 999 ns",
        "999.6, 1.00 µs",
        "1234, 1.23 µs",
        "156250000, 156 ms",
        "12345678900, 12.3 s",
        "1234567890000, '1,230 s'"
    })
    void text_times_threeDigitsAndFittingUnit(double nanos, String text) {
        assertThat(Unit.NANOSECONDS.text(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "0.0012, 0.00 B", "0.126, 0.13 B", "24.004, 24.0 B", "1234, '1,230 B'"})
    void text_bytes_noFinerThanHundredth(double bytes, String text) {
        assertThat(Unit.BYTES.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.700", "0.00123, 0.00123", "1.0449, 1.04", "1987, '1,990'"})
    void text_ratios_threeDigits(double ratio, String text) {
        assertThat(Unit.PLAIN.text(ratio)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1500, 900, 2100, '1.50 µs (0.900..2.10)'", "20, 19, 1230, '20.0 ns (19.0..1,230)'"})
    void text_figure_spreadInUnitOfMedian(double median, double min, double max, String text) {
        assertThat(new Figure(median, min, max, Unit.NANOSECONDS, 3).text()).isEqualTo(text);
    }
}

package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTimesTests {
    @ParameterizedTest(name = "{0} ms of {1} ms: {2} ms, then {3} ms")
    @CsvSource({
        "30000, 30000, 27500, 2000", // both by default
        "40000, 30000, 27500, 2000",
        "29000, 30000, 27500, 2000",
        "20000, 30000, 20000, 2000",
        "30000, 60000, 30000, 2000",
        " 1000,  2000,  1000,  900",
        " 1000,  1000,   750,  200",
        "    0, 30000,     0, 2000",
        " 1000,     0,     0,    0"
    })
    void interruptedWorksCanCleanUpInTheContainersTime(long shutdown, long phase, long drain, long grace) {
        final StopTimes times = StopTimes.of(Duration.ofMillis(shutdown), Duration.ofMillis(phase));
        assertThat(times.drain()).hasMillis(drain);
        assertThat(times.grace()).hasMillis(grace);
        assertThat(times.drain().plus(times.grace())).isLessThanOrEqualTo(Duration.ofMillis(phase));
        assertThat(times.limit()).hasMillis(Math.min(shutdown, phase));
    }

    @Test
    void nothingIsToFinishAfterAStopButWhatIsInterruptedMayCleanUp() {
        final StopTimes times =
                StopTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(30)).withoutDrain();
        assertThat(times.drain()).isZero();
        assertThat(times.grace()).hasSeconds(2);
    }
}

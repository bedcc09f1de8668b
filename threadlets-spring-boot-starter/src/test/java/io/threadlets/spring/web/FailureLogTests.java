package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTests {
    private static final String REPORT = "GET /reports was answered";

    private final AtomicLong now = new AtomicLong(-5); // as System.nanoTime may
    private final FailureLog log = new FailureLog(now::get);
    private final LoggingSystem levels = LoggingSystem.get(FailureLogTests.class.getClassLoader());

    @AfterEach
    void resetLevel() {
        levels.setLogLevel(FailureLog.class.getName(), null);
    }

    @Test
    void firstIsToldWithItsMessageAndWithoutAStack(CapturedOutput output) {
        log.answered(rejected("disk"), "GET /reports");
        log.answered(timedOut("disk"), "GET /reports");

        assertThat(reports(output))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("WARN")
                                .endsWith("disk: GET /reports was answered 503, Retry-After 3: no room"),
                        line -> assertThat(line)
                                .contains("WARN")
                                .endsWith("disk: GET /reports was answered 504: late"));
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void othersAreToldOnceAMinuteWithTheirNumber(CapturedOutput output) {
        for (int i = 0; i < 42; i++) {
            log.answered(rejected("disk"), "GET /reports");
        }
        log.answered(rejected("mail"), "GET /reports");
        assertThat(reports(output)).hasSize(2);

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        log.answered(rejected("disk"), "GET /reports");

        assertThat(reports(output))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("disk: GET /reports was answered 503, Retry-After 3, as were 41 requests since the last such"
                        + " warning: no room");
    }

    @Test
    void eachIsToldAtDebugLevel(CapturedOutput output) {
        levels.setLogLevel(FailureLog.class.getName(), LogLevel.DEBUG);

        log.answered(rejected("disk"), "GET /reports");
        log.answered(rejected("disk"), "GET /reports");

        assertThat(reports(output))
                .satisfiesExactly(
                        line -> assertThat(line).contains("WARN"),
                        line -> assertThat(line).contains("DEBUG"));
    }

    private static List<String> reports(CapturedOutput output) {
        return output.getAll().lines().filter(line -> line.contains(REPORT)).toList();
    }

    private static FailureAnswer rejected(String queue) {
        return FailureAnswer.rejected(queue, new IllegalStateException("no room"), 3);
    }

    private static FailureAnswer timedOut(String queue) {
        return FailureAnswer.timedOut(queue, new ThreadletTimeoutException(queue, "late", new TimeoutException()));
    }
}

package io.threadlets.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The highest in the last minute. */
class PeaksTests {
    private final AtomicLong clock = new AtomicLong();

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void valueIsShownForAMinuteThenTheNextHighest(long start) {
        clock.set(start);
        final Peaks peaks = new Peaks(clock::get, false);
        peaks.record(3, 7);
        pass(Duration.ofSeconds(20));
        peaks.record(2, 5);
        pass(Duration.ofSeconds(40));
        assertThat(peaks.running()).isEqualTo(3);
        assertThat(peaks.queued()).isEqualTo(7);
        pass(Duration.ofSeconds(1));
        assertThat(peaks.running()).isEqualTo(2);
        assertThat(peaks.queued()).isEqualTo(5);
        pass(Duration.ofSeconds(20));
        assertThat(peaks.running()).isZero();
        assertThat(peaks.queued()).isZero();
    }

    @Test
    void lowerValueOfTheSameSecondHidesNothing() {
        final Peaks peaks = new Peaks(clock::get, false);
        peaks.record(9, 1);
        peaks.record(4, 2);
        assertThat(peaks.running()).isEqualTo(9);
        assertThat(peaks.queued()).isEqualTo(2);
    }

    @Test
    void minuteLongAgoIsForgottenHoweverLongNobodyLooked() {
        final Peaks peaks = new Peaks(clock::get, false);
        for (int i = 0; i < 200; i++) {
            peaks.record(1, 200 - i);
            pass(Duration.ofSeconds(1));
        }
        assertThat(peaks.queued()).isEqualTo(60);
        pass(Duration.ofDays(400));
        assertThat(peaks.queued()).isZero();
    }

    @Test
    void submissionThatBringsItsTimeIsRecordedThen_unlessItsClockIsAnother() {
        final Peaks peaks = new Peaks(clock::get, true);
        final Peaks others = new Peaks(clock::get, false);
        pass(Duration.ofSeconds(50));
        for (Peaks each : List.of(peaks, others)) {
            each.submitted(4, 2, Duration.ofSeconds(-5).toNanos()); // read before they were made
            each.submitted(3, 1, Duration.ofSeconds(30).toNanos());
        }
        pass(Duration.ofSeconds(40));
        assertThat(peaks.running()).isEqualTo(3);
        assertThat(others.running()).isEqualTo(4);
        pass(Duration.ofSeconds(1));
        assertThat(peaks.running()).isZero();
        assertThat(others.running()).isEqualTo(4);
    }

    @Test
    void burstThatIsOverIsShownForAMinuteByTheRegistrysClock() {
        final MockClock registryClock = new MockClock();
        final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, registryClock);
        MeteredContexts.with(registry)
                .withPropertyValues("threadlets.queues.disk.max-threads=2")
                .run(context -> {
                    final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
                    final Gate gate = new Gate();
                    disk.executor().execute(gate);
                    disk.executor().execute(gate);
                    for (int i = 0; i < 5; i++) {
                        disk.executor().execute(() -> {});
                    }
                    gate.open();
                    Contexts.awaitRest(context);
                    registryClock.add(Duration.ofSeconds(59));
                    assertThat(MeteredContexts.gauge(registry, "threadlets.queued.peak", "disk"))
                            .isEqualTo(5);
                    assertThat(MeteredContexts.gauge(registry, "threadlets.running.peak", "disk"))
                            .isEqualTo(2);
                    assertThat(MeteredContexts.gauge(registry, "threadlets.queued", "disk"))
                            .isZero();
                    registryClock.add(Duration.ofSeconds(61));
                    assertThat(MeteredContexts.gauge(registry, "threadlets.queued.peak", "disk"))
                            .isZero();
                });
    }

    @Test
    void loadThatLastsIsShownThoughNothingIsSubmitted() {
        final MockClock registryClock = new MockClock();
        final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, registryClock);
        MeteredContexts.with(registry)
                .withPropertyValues("threadlets.queues.disk.max-threads=1")
                .run(context -> {
                    final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
                    final Gate gate = new Gate();
                    disk.executor().execute(gate);
                    disk.executor().execute(() -> {});
                    gate.awaitReached();
                    registryClock.add(Duration.ofSeconds(90));
                    assertThat(MeteredContexts.gauge(registry, "threadlets.queued.peak", "disk"))
                            .isEqualTo(1);
                    assertThat(MeteredContexts.gauge(registry, "threadlets.running.peak", "disk"))
                            .isEqualTo(1);
                    gate.open();
                });
    }
}

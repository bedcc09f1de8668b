package io.threadlets.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.benchmarks.calls.CallerContext.Seen;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CallerTest {
    private static final int MANY = 200;

    static Stream<Arguments> all() {
        return Arrays.stream(Caller.values())
                .flatMap(caller -> Arrays.stream(With.values()).map(with -> Arguments.of(caller, with)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void await_oneAfterTheOther_givesAThreadOfThePool(Caller caller, With with) {
        try (Calls calls = caller.open(with)) {
            for (int i = 0; i < MANY; i++) {
                assertThat(calls.await("argument").getName()).matches(".*\\bcalls-\\d+");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void call_manyAtOnce_allAreAnsweredByNoMoreThreadsThanThePoolHas(Caller caller, With with) {
        try (Calls calls = caller.open(with)) {
            calls.enter();
            final List<CompletableFuture<Thread>> answers = IntStream.range(0, MANY)
                    .mapToObj(i -> calls.call("argument"))
                    .toList();
            calls.leave();

            assertThat(answers.stream().map(CompletableFuture::join).distinct())
                    .hasSizeBetween(1, Calls.THREADS)
                    .allSatisfy(thread -> assertThat(thread.getName()).matches(".*\\bcalls-\\d+"));
        }
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void call_withContext_itArrivesAndNothingOfItStays(Caller caller) {
        try (Calls calls = caller.open(With.CONTEXT_AND_METRICS)) {
            calls.enter();
            final Set<Seen> during = seenByMany(calls);
            calls.leave();
            final Set<Seen> after = seenByMany(calls);

            assertThat(during).containsOnly(Seen.ALL);
            assertThat(after).containsOnly(Seen.NOTHING);
        }
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void call_withNothing_noContextArrives(Caller caller) {
        try (Calls calls = caller.open(With.NOTHING);
                CallerContext context = new CallerContext()) {
            context.enter();
            final Set<Seen> during = seenByMany(calls);
            context.leave();

            assertThat(during).containsOnly(Seen.NOTHING);
        }
    }

    private static Set<Seen> seenByMany(Calls calls) {
        final List<CompletableFuture<Seen>> answers = IntStream.range(0, MANY)
                .mapToObj(i -> calls.service().context())
                .toList();
        return answers.stream().map(CompletableFuture::join).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void open_withMetrics_thePoolsOwnMetersAreThere(Caller caller) {
        final String meter = switch (caller) {
            case THREADLETS, THREADLETS_PLAIN -> "threadlets.cur";
            case ASYNC -> "executor.pool.size";
            case BULKHEAD -> "resilience4j.bulkhead.thread.pool.size";
        };
        try (Calls calls = caller.open(With.CONTEXT_AND_METRICS)) {
            calls.await("argument");

            assertThat(calls.application()
                            .getBean(MeterRegistry.class)
                            .get(meter)
                            .gauges())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void open_withNothing_noMeterIsThere(Caller caller) {
        try (Calls calls = caller.open(With.NOTHING)) {
            assertThat(calls.application().getBeansOfType(MeterRegistry.class)).isEmpty();
            assertThat(calls.application().getBeansOfType(MeterBinder.class)).isEmpty();
        }
    }
}

package io.threadlets.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts that show their queues on one registry. */
class SharedRegistryTests {
    private static ApplicationContextRunner context(MeterRegistry registry, int diskThreads) {
        return Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        ThreadletsMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues("threadlets.queues.disk.max-threads=" + diskThreads);
    }

    static List<MeterRegistry> registries() {
        final SimpleMeterRegistry renaming = new SimpleMeterRegistry();
        renaming.config().meterFilter(MeterFilter.renameTag("threadlets", "queue", "pool"));
        return List.of(
                new SimpleMeterRegistry(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new CompositeMeterRegistry().add(new SimpleMeterRegistry()),
                renaming);
    }

    @ParameterizedTest
    @MethodSource("registries")
    void whatCameFirstIsShownUntilItEndsThenTheOtherThenNothing(MeterRegistry registry) {
        context(registry, 3)
                .withPropertyValues("threadlets.queues.one.max-threads=1")
                .run(first -> {
                    context(registry, 7)
                            .withPropertyValues("threadlets.queues.two.max-threads=2")
                            .run(second -> {
                                assertThat(max(registry, "disk")).isEqualTo(3);
                                assertThat(max(registry, "one")).isEqualTo(1);
                                assertThat(max(registry, "two")).isEqualTo(2);
                                first.close();
                                assertThat(max(registry, "disk")).isEqualTo(7);
                                assertThat(queues(registry)).containsExactlyInAnyOrder("disk", "two", "global");
                            });
                    assertThat(registry.getMeters())
                            .noneMatch(meter -> meter.getId().getName().startsWith("threadlets."));
                });
    }

    @ParameterizedTest
    @MethodSource("registries")
    void endOfTheSecondLeavesTheFirst(MeterRegistry registry) {
        context(registry, 3).run(first -> {
            context(registry, 7).run(second -> {});
            assertThat(max(registry, "disk")).isEqualTo(3);
            first.close();
            assertThat(queues(registry)).isEmpty();
        });
    }

    @Test
    void thirdIsShownAfterTheFirstAndTheSecond() {
        final MeterRegistry registry = new SimpleMeterRegistry();
        context(registry, 1)
                .run(first -> context(registry, 2)
                        .run(second -> context(registry, 3).run(third -> {
                            close(second, first);
                            assertThat(max(registry, "disk")).isEqualTo(3);
                        })));
        assertThat(queues(registry)).isEmpty();
    }

    private static void close(AssertableApplicationContext... contexts) {
        for (AssertableApplicationContext context : contexts) {
            context.close();
        }
    }

    private static double max(MeterRegistry registry, String queue) {
        return registry.get("threadlets.max").gauges().stream()
                .filter(gauge -> queueOf(gauge).equals(queue))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<String> queues(MeterRegistry registry) {
        return registry.find("threadlets.cur").gauges().stream()
                .map(SharedRegistryTests::queueOf)
                .toList();
    }

    private static String queueOf(Gauge gauge) {
        return gauge.getId().getTags().get(0).getValue();
    }
}

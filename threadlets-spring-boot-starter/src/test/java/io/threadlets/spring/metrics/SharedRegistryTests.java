package io.threadlets.spring.metrics;

import static io.threadlets.spring.metrics.MeteredContexts.count;
import static io.threadlets.spring.metrics.MeteredContexts.timer;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Contexts that show their queues on one registry. */
@ExtendWith(OutputCaptureExtension.class)
class SharedRegistryTests {
    private static ApplicationContextRunner context(MeterRegistry registry, int diskThreads) {
        return MeteredContexts.with(registry).withPropertyValues("threadlets.queues.disk.max-threads=" + diskThreads);
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
                    assertThat(registry.getMeters()).noneMatch(SharedRegistryTests::isOurs);
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
    void noMeterIsRegisteredTwiceWhichRegistriesWarnOf(CapturedOutput output) {
        final MeterRegistry registry = new SimpleMeterRegistry();
        final String[] settings = {"threadlets.metrics.executor-names=true"};
        context(registry, 3)
                .withPropertyValues(settings)
                .run(first -> context(registry, 7).withPropertyValues(settings).run(second -> first.close()));

        assertThat(output).doesNotContain("already registered");
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

    @Test
    void filteredMetersDoNotKeepTheOthersFromBeingShared() {
        final MeterRegistry registry = new SimpleMeterRegistry();
        final String[] filters = {"management.metrics.enable.threadlets.cur=false"};
        context(registry, 3).withPropertyValues(filters).run(first -> {
            context(registry, 7).withPropertyValues(filters).run(second -> {
                assertThat(max(registry, "disk")).isEqualTo(3);
                first.close();
                assertThat(max(registry, "disk")).isEqualTo(7);
            });
            assertThat(registry.getMeters()).noneMatch(SharedRegistryTests::isOurs);
        });
    }

    @Test
    void countersAloneAreSharedToo() {
        final MeterRegistry registry = new SimpleMeterRegistry();
        final String[] filters = {
            "management.metrics.enable.threadlets=false", "management.metrics.enable.threadlets.submitted=true"
        };
        context(registry, 3).withPropertyValues(filters).run(first -> {
            context(registry, 7).withPropertyValues(filters).run(second -> {
                assertThat(second.getBean("disk", ThreadletQueue.class).submit(() -> "done"))
                        .succeedsWithin(20, TimeUnit.SECONDS);
                assertThat(count(registry, "threadlets.submitted", "disk")).isZero();
                first.close();
                assertThat(count(registry, "threadlets.submitted", "disk")).isEqualTo(1);
            });
            assertThat(registry.getMeters()).noneMatch(SharedRegistryTests::isOurs);
        });
    }

    @Test
    void switchedOffThereIsNoMeter() {
        final MeterRegistry registry = new SimpleMeterRegistry();
        context(registry, 3)
                .withPropertyValues("management.metrics.enable.threadlets=false")
                .run(context -> {
                    assertThat(context.getBean("disk", ThreadletQueue.class).submit(() -> "done"))
                            .succeedsWithin(20, TimeUnit.SECONDS);
                    assertThat(registry.getMeters()).noneMatch(SharedRegistryTests::isOurs);
                });
    }

    @Test
    void timersAreThoseOfTheContextThatIsShown() {
        final MeterRegistry registry = new SimpleMeterRegistry();
        context(registry, 3)
                .run(first -> context(registry, 7).run(second -> {
                    work(first);
                    work(second);
                    work(second);
                    assertThat(timer(registry, "threadlets.work", "disk").count())
                            .isEqualTo(1);
                    assertThat(timer(registry, "threadlets.wait", "disk").count())
                            .isEqualTo(1);
                    first.close();
                    work(second);
                    assertThat(timer(registry, "threadlets.work", "disk").count())
                            .as("goes on")
                            .isEqualTo(2);
                    assertThat(timer(registry, "threadlets.wait", "disk").count())
                            .isEqualTo(2);
                }));
        assertThat(registry.getMeters()).noneMatch(SharedRegistryTests::isOurs);
    }

    private static void work(ApplicationContext context) {
        assertThat(context.getBean("disk", ThreadletQueue.class).submit(() -> "done"))
                .succeedsWithin(20, TimeUnit.SECONDS);
        Contexts.awaitRest(context);
    }

    private static boolean isOurs(Meter meter) {
        return meter.getId().getName().startsWith("threadlets.");
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

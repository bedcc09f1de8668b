package io.threadlets.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ThreadletsMetricsTests {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ThreadletsMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> registry)
            .withPropertyValues("threadlets.queues.disk.max-threads=1", "threadlets.queues.disk.capacity=5");

    @Test
    void gaugesFollowTheQueue() {
        contexts.run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            assertThat(gauge("threadlets.cur", "disk")).isZero();
            assertThat(gauge("threadlets.max", "disk")).isEqualTo(1);
            assertThat(gauge("threadlets.capacity", "disk")).isEqualTo(5);
            final Gate gate = new Gate();
            disk.executor().execute(gate);
            final ThreadletFuture<String> second = disk.submit(() -> "second");
            gate.awaitReached();
            assertThat(gauge("threadlets.cur", "disk")).isEqualTo(1);
            assertThat(gauge("threadlets.idle", "disk")).isZero();
            assertThat(gauge("threadlets.queued", "disk")).isEqualTo(1);
            assertThat(gauge("threadlets.running", "disk")).isEqualTo(1);
            assertThat(gauge("threadlets.paused", "disk")).isZero();
            gate.open();
            assertThat(second).succeedsWithin(20, TimeUnit.SECONDS);
            await().until(() -> gauge("threadlets.idle", "disk") == 1);
            assertThat(gauge("threadlets.queued", "disk")).isZero();
        });
    }

    @Test
    void unitsAndNamesAreThoseOfTheCatalogue() {
        contexts.run(context -> {
            assertThat(registry.get("threadlets.cur").gauge().getId().getBaseUnit())
                    .isEqualTo("threads");
            assertThat(registry.get("threadlets.idle").gauge().getId().getBaseUnit())
                    .isEqualTo("threads");
            assertThat(registry.get("threadlets.queued").gauge().getId().getBaseUnit())
                    .isEqualTo("works");
            assertThat(registry.getMeters())
                    .allMatch(meter -> !meter.getId().getName().equals("executor.idle"));
            assertThat(registry.find("threadlets.cur").gauges()).hasSize(2);
        });
    }

    @Test
    void countersCountEachOutcomeFromZero() {
        contexts.run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            assertThat(completed("success") + completed("failure") + completed("cancelled"))
                    .isZero();
            assertThat(disk.submit(() -> "well")).succeedsWithin(20, TimeUnit.SECONDS);
            final ThreadletFuture<String> failing = disk.submit(() -> {
                throw new IllegalStateException("on purpose");
            });
            assertThat(failing).failsWithin(20, TimeUnit.SECONDS);
            disk.pause();
            assertThat(disk.submit(() -> "never").cancel(false)).isTrue();
            assertThat(completed("success")).isEqualTo(1);
            assertThat(completed("failure")).isEqualTo(1);
            assertThat(completed("cancelled")).isEqualTo(1);
            assertThat(registry.get("threadlets.submitted")
                            .tag("queue", "disk")
                            .functionCounter()
                            .count())
                    .isEqualTo(3);
        });
    }

    @Test
    void metersAreRemovedOnCloseAndFreshAfterwards() {
        // Not the context's, which is closed with it: a registry that outlives contexts.
        final SimpleMeterRegistry shared = new SimpleMeterRegistry();
        contexts.run(context -> {
            final ThreadletsMetrics metrics = metrics(context);
            metrics.bindTo(shared);
            assertThat(shared.find("threadlets.cur").gauges()).hasSize(2);
            metrics.close();
            assertThat(shared.getMeters()).isEmpty();
        });
        contexts.withPropertyValues("threadlets.queues.disk.max-threads=3").run(context -> {
            metrics(context).bindTo(shared);
            assertThat(shared.get("threadlets.max").tag("queue", "disk").gauge().value())
                    .isEqualTo(3);
        });
    }

    @Test
    void contextRemovesItsMetersWhenItCloses() {
        contexts.run(context -> {
            assertThat(registry.getMeters())
                    .anyMatch(meter -> meter.getId().getName().startsWith("threadlets."));
            context.close();
            assertThat(registry.getMeters())
                    .noneMatch(meter -> meter.getId().getName().startsWith("threadlets."));
        });
    }

    @Test
    void queueOfTheApplicationIsMeasuredWithoutALimitOnWaiting() {
        contexts.withUserConfiguration(Own.class)
                .run(context -> assertThat(gauge("threadlets.capacity", "own")).isInfinite());
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("own").build();
        }
    }

    @Test
    void gaugesSurviveAGarbageCollection() {
        contexts.run(context -> {
            metrics(context).bindTo(registry);
            System.gc();
            assertThat(gauge("threadlets.max", "disk")).isEqualTo(1);
        });
    }

    private static ThreadletsMetrics metrics(ApplicationContext context) {
        return new ThreadletsMetrics(
                context.getBean(QueueRegistry.class),
                context.getBean(QueueListeners.class),
                context,
                new ThreadletsMetrics.Options(false, false));
    }

    private double completed(String outcome) {
        return registry.get("threadlets.completed")
                .tag("queue", "disk")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private double gauge(String name, String queue) {
        return registry.get(name).tag("queue", queue).gauge().value();
    }
}

package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with meters, and what their registry shows of a queue. */
public final class MeteredContexts {
    private MeteredContexts() {}

    static ApplicationContextRunner with(MeterRegistry registry) {
        return metered(Contexts.withStarter(), registry);
    }

    /** The same applications with meters. */
    public static ApplicationContextRunner metered(ApplicationContextRunner contexts, MeterRegistry registry) {
        return contexts.withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        ThreadletsMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry);
    }

    static double gauge(MeterRegistry registry, String name, String queue) {
        final Gauge gauge = registry.get(name).tag("queue", queue).gauge();
        return gauge.value();
    }

    static double count(MeterRegistry registry, String name, String queue, String... tags) {
        final FunctionCounter counter =
                registry.get(name).tag("queue", queue).tags(tags).functionCounter();
        return counter.count();
    }

    static Timer timer(MeterRegistry registry, String name, String queue, String... tags) {
        return registry.get(name).tag("queue", queue).tags(tags).timer();
    }
}

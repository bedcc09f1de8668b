package io.threadlets.spring.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.metrics.ThreadletsMetrics;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters {@code threadlets.*}, where Micrometer is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ThreadletQueues.class)
public final class ThreadletsMetricsAutoConfiguration {
    /** For the container. */
    ThreadletsMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ThreadletsMetrics threadletsMetrics(ThreadletQueues queues) {
        return new ThreadletsMetrics(queues);
    }
}

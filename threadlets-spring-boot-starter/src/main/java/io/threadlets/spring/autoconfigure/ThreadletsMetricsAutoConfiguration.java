package io.threadlets.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.inspect.WorkTimes;
import io.threadlets.spring.metrics.MeteredTimes;
import io.threadlets.spring.metrics.QueueListeners;
import io.threadlets.spring.metrics.ThreadletsMetrics;
import io.threadlets.spring.metrics.WorkMeterFilter;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** The meters {@code threadlets.*}, where Micrometer is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsMetricsAutoConfiguration {
    /** For the container. */
    ThreadletsMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ThreadletsMetrics threadletsMetrics(
            QueueRegistry queues,
            QueueListeners threadletQueueListeners,
            ListableBeanFactory beanFactory,
            ThreadletsProperties properties) {
        final ThreadletsProperties.Metrics metrics = properties.metrics();
        return new ThreadletsMetrics(
                queues,
                threadletQueueListeners,
                beanFactory,
                new ThreadletsMetrics.Options(metrics.executorNames(), metrics.workTag()));
    }

    @Bean
    static QueueListeners threadletQueueListeners(ListableBeanFactory beanFactory) {
        return new QueueListeners(beanFactory);
    }

    /** Meters are the same with observations and without. */
    @Bean
    static MeterFilter threadletsWorkMeterFilter() {
        return new WorkMeterFilter();
    }

    @Bean
    WorkTimes threadletWorkTimes(ObjectProvider<MeterRegistry> registry) {
        return new MeteredTimes(registry::getIfUnique);
    }

    /** In a child context nobody asks for it. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerMetrics() {
        return LazyInitializationExcludeFilter.forBeanTypes(ThreadletsMetrics.class);
    }
}

package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.actuate.ThreadletsHealth;
import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** The health {@code threadlets}, where Boot's health is. */
@AutoConfiguration(after = ThreadletsHistoryAutoConfiguration.class, before = HealthContributorAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
@ConditionalOnEnabledHealthIndicator("threadlets")
public final class ThreadletsHealthAutoConfiguration {
    /** For the container. */
    ThreadletsHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "threadletsHealthContributor", search = SearchStrategy.CURRENT)
    ThreadletsHealth threadletsHealthContributor(
            QueueRegistry queues,
            QueueHistories histories,
            Advisor advisor,
            QueueLifecycle lifecycle,
            ThreadletsProperties properties) {
        return new ThreadletsHealth(
                queues, histories, advisor, lifecycle, properties.health().saturatedAfter());
    }
}

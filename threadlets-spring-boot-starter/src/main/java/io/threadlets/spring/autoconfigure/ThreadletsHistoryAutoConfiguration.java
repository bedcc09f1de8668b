package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.advice.QueueAdvisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.history.WorkHistories;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;

/** What the queues did lately, and what is wrong with them, for those who show it. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@Conditional(ThreadletsHistoryAutoConfiguration.OnSomebodyWhoShowsIt.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsHistoryAutoConfiguration {
    /** For the container. */
    ThreadletsHistoryAutoConfiguration() {}

    /** Made before the queues, which it listens to. */
    @Bean
    static WorkHistories threadletWorkHistories() {
        return new WorkHistories();
    }

    @Bean
    QueueHistories threadletQueueHistories() {
        return new QueueHistories(System::nanoTime);
    }

    @Bean
    Advisor threadletAdvisor(
            QueueRegistry queues,
            QueueInspector inspector,
            QueueHistories histories,
            WorkHistories works,
            QueueLifecycle lifecycle) {
        return new QueueAdvisor(queues, inspector, histories, works, lifecycle, System::nanoTime);
    }

    /** What was before the first question is part of the answer. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerAdvisor() {
        return LazyInitializationExcludeFilter.forBeanTypes(Advisor.class);
    }

    static final class OnSomebodyWhoShowsIt extends AnyNestedCondition {
        OnSomebodyWhoShowsIt() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnClass(Endpoint.class)
        static final class OnEndpoint {}

        @ConditionalOnClass(HealthContributor.class)
        static final class OnHealth {}
    }
}

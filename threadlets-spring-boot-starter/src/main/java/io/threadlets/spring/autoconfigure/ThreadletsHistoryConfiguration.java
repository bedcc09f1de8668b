package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.advice.QueueAdvisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.history.WorkHistories;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * What the queues did lately, and what is wrong with them. Imported by those who show it, so that nobody pays for it
 * where nobody does.
 */
@Configuration(proxyBeanMethods = false)
class ThreadletsHistoryConfiguration {
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
}

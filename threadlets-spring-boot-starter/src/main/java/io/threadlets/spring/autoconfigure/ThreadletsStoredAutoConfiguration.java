package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.store.CallStore;
import io.threadlets.spring.stored.LocalWorks;
import io.threadlets.spring.stored.StoredQueues;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** Calls of queues that have a store, where there are such queues. */
@AutoConfiguration(
        after = ThreadletsAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnStore
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsStoredAutoConfiguration {
    /** For the container. */
    ThreadletsStoredAutoConfiguration() {}

    @Bean
    StoredQueues threadletStoredQueues(
            QueueRegistry registry,
            ThreadletsProperties properties,
            ObjectProvider<CallStore> stores,
            ObjectProvider<JsonMapper> mapper,
            CallContext context,
            ObjectProvider<CallObserver> observer,
            ConfigurableListableBeanFactory beanFactory) {
        return new StoredQueues(
                registry,
                properties,
                stores,
                mapper.getIfAvailable(() -> JsonMapper.builder().build()),
                context,
                observer.getIfUnique(),
                beanFactory);
    }

    @Bean
    static LocalWorks threadletLocalWorks(Environment environment) {
        return new LocalWorks(environment);
    }

    /** Calls of other instances are run here from the start. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerStoredQueues() {
        return LazyInitializationExcludeFilter.forBeanTypes(StoredQueues.class);
    }
}

package io.threadlets.spring.autoconfigure;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueueCustomizer;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.ContextSource;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.ContextQueues;
import io.threadlets.spring.queue.ListenerSource;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueBeans;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueOwnership;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.UsualTimes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * The queues of {@code threadlets.queues.*} as beans, their registry, and their start and stop. Late among its kind, so
 * that a queue takes its own name as bean name only where no other bean has it.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ThreadletQueue.class)
@ConditionalOnSwitch("threadlets.enabled")
@EnableConfigurationProperties(ThreadletsProperties.class)
@Import(QueueBeanRegistrar.class)
@ImportRuntimeHints(ThreadletsRuntimeHints.class)
public final class ThreadletsAutoConfiguration {
    private static final Duration PHASE_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    /** For the container. */
    ThreadletsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ThreadletQueues threadletQueues(QueueRegistry registry) {
        return new ContextQueues(registry);
    }

    @Bean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME)
    QueueRegistry threadletQueueRegistry(
            ThreadletsProperties properties,
            ObjectProvider<ThreadletQueueCustomizer> customizers,
            Environment environment,
            ConfigurableListableBeanFactory beanFactory,
            QueueBeans beans,
            QueueOwnership ownership,
            CallContext context) {
        // Not injected: those of a parent context listen to its queues alone.
        final Collection<ListenerSource> listeners =
                beanFactory.getBeansOfType(ListenerSource.class).values();
        return new QueueRegistry(
                properties,
                listeners,
                customizers.orderedStream().toList(),
                environment,
                beanFactory,
                beans,
                ownership,
                context);
    }

    /** Of use to whoever shows or judges what the queues do. */
    @Bean
    @Lazy
    QueueInspector threadletQueueInspector(QueueRegistry queues) {
        return new QueueInspector(queues);
    }

    @Bean
    CallContext threadletCallContext(
            ThreadletsProperties properties,
            ObjectProvider<ContextSource> sources,
            ObjectProvider<TaskDecorator> decorators) {
        return properties.propagateContext()
                ? new CallContext(
                        sources.orderedStream().toList(),
                        decorators.orderedStream().toList())
                : new CallContext(List.of(), List.of());
    }

    @Bean
    QueueLifecycle threadletQueueLifecycle(
            QueueRegistry queues,
            ThreadletsProperties properties,
            ApplicationContext context,
            ObjectProvider<UsualTimes> usual) {
        final Duration phaseTimeout = Binder.get(context.getEnvironment())
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                .orElse(PHASE_TIMEOUT_DEFAULT);
        return new QueueLifecycle(
                queues,
                context,
                properties.shutdownTimeout(),
                phaseTimeout,
                usual.getIfAvailable(() -> (queue, description) -> null));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static QueueOwnership threadletQueueOwnership() {
        return new QueueOwnership();
    }

    /** The queues are checked and their threads prestarted with the application, not with the first call. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerBeans() {
        return LazyInitializationExcludeFilter.forBeanTypes(
                QueueRegistry.class, QueueLifecycle.class, ThreadletQueue.class);
    }
}

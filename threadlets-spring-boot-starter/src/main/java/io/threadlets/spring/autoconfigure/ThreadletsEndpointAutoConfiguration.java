package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.actuate.ChangedDescriptor;
import io.threadlets.spring.actuate.ErrorDescriptor;
import io.threadlets.spring.actuate.FieldCheck;
import io.threadlets.spring.actuate.OutcomeDescriptor;
import io.threadlets.spring.actuate.QueueDescriptor;
import io.threadlets.spring.actuate.QueueOperations;
import io.threadlets.spring.actuate.QueuedDescriptor;
import io.threadlets.spring.actuate.RunningDescriptor;
import io.threadlets.spring.actuate.StoredCallDescriptor;
import io.threadlets.spring.actuate.StoredCallsDescriptor;
import io.threadlets.spring.actuate.StoredOutcomeDescriptor;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import io.threadlets.spring.actuate.ThreadletsEndpointJmxExtension;
import io.threadlets.spring.actuate.ThreadletsEndpointProperties;
import io.threadlets.spring.actuate.ThreadletsEndpointWebExtension;
import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.inspect.RecentEvents;
import io.threadlets.spring.inspect.WorkTimes;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** The endpoint {@code threadlets}, where the actuator is. */
@AutoConfiguration(after = ThreadletsHistoryAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(ThreadletsEndpoint.class)
@EnableConfigurationProperties(ThreadletsEndpointProperties.class)
// The types of the operations that may return them do not tell.
@RegisterReflectionForBinding({
    ChangedDescriptor.class,
    ErrorDescriptor.class,
    OutcomeDescriptor.class,
    QueueDescriptor.class,
    QueuedDescriptor.class,
    RunningDescriptor.class,
    StoredCallDescriptor.class,
    StoredCallsDescriptor.class,
    StoredOutcomeDescriptor.class
})
public final class ThreadletsEndpointAutoConfiguration {
    /** For the container. */
    ThreadletsEndpointAutoConfiguration() {}

    /** Made before the queues, which it listens to. */
    @Bean
    static RecentEvents threadletRecentEvents() {
        return new RecentEvents();
    }

    @Bean
    QueueOperations threadletQueueOperations(
            QueueRegistry queues,
            QueueInspector inspector,
            RecentEvents events,
            ObjectProvider<WorkTimes> times,
            Advisor advisor,
            QueueHistories histories,
            ThreadletsEndpointProperties properties,
            ObjectProvider<SanitizingFunction> functions,
            ObjectProvider<EndpointAccessResolver> access,
            ApplicationEventPublisher publisher) {
        events.know(queues.workIds());
        return new QueueOperations(
                inspector,
                queues.stored(),
                events,
                times.getIfAvailable(),
                advisor,
                histories,
                properties,
                functions.orderedStream().toList(),
                access(access),
                publisher);
    }

    private static Access access(ObjectProvider<EndpointAccessResolver> resolver) {
        final EndpointAccessResolver found = resolver.getIfAvailable();
        return found == null
                ? Access.READ_ONLY
                : found.accessFor(EndpointId.of(ThreadletsEndpoint.ID), Access.READ_ONLY);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ThreadletsEndpoint threadletsEndpoint(QueueOperations operations) {
        return new ThreadletsEndpoint(operations);
    }

    @Bean
    FieldCheck threadletsEndpointFieldCheck() {
        return new FieldCheck();
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = ThreadletsEndpoint.class, exposure = EndpointExposure.WEB)
    ThreadletsEndpointWebExtension threadletsEndpointWebExtension(QueueOperations operations) {
        return new ThreadletsEndpointWebExtension(operations);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = ThreadletsEndpoint.class, exposure = EndpointExposure.JMX)
    ThreadletsEndpointJmxExtension threadletsEndpointJmxExtension(QueueOperations operations) {
        return new ThreadletsEndpointJmxExtension(operations);
    }

    /** It remembers what the queues began with. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerOperations() {
        return LazyInitializationExcludeFilter.forBeanTypes(QueueOperations.class);
    }
}

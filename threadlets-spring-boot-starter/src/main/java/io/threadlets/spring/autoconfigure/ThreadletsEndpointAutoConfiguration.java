package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.actuate.ErrorDescriptor;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import io.threadlets.spring.actuate.ThreadletsEndpointWebExtension;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code threadlets}, where the actuator is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
// The type of the operation that may return it does not tell.
@RegisterReflectionForBinding(ErrorDescriptor.class)
@ConditionalOnAvailableEndpoint(ThreadletsEndpoint.class)
public final class ThreadletsEndpointAutoConfiguration {
    /** For the container. */
    ThreadletsEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ThreadletsEndpoint threadletsEndpoint(QueueRegistry queues) {
        return new ThreadletsEndpoint(queues);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(endpoint = ThreadletsEndpoint.class, exposure = EndpointExposure.WEB)
    ThreadletsEndpointWebExtension threadletsEndpointWebExtension(ThreadletsEndpoint endpoint, QueueRegistry queues) {
        return new ThreadletsEndpointWebExtension(endpoint, queues);
    }
}

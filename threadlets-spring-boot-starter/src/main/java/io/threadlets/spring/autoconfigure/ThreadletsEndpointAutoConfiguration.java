package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.actuate.ErrorDescriptor;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import io.threadlets.spring.actuate.ThreadletsEndpointWebExtension;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code threadlets}, where the actuator is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(ThreadletQueues.class)
// The type of the operation that may return it does not tell.
@RegisterReflectionForBinding(ErrorDescriptor.class)
@ConditionalOnAvailableEndpoint(ThreadletsEndpoint.class)
public final class ThreadletsEndpointAutoConfiguration {
    /** For the container. */
    ThreadletsEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ThreadletsEndpoint threadletsEndpoint(ThreadletQueues queues) {
        return new ThreadletsEndpoint(queues);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = ThreadletsEndpoint.class, exposure = EndpointExposure.WEB)
    ThreadletsEndpointWebExtension threadletsEndpointWebExtension(ThreadletsEndpoint endpoint, ThreadletQueues queues) {
        return new ThreadletsEndpointWebExtension(endpoint, queues);
    }
}

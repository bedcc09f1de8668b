package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.actuate.EndpointAnnouncement;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/** Says where the endpoint is, or how to get it, in web applications with the actuator. */
@AutoConfiguration(after = {ThreadletsAutoConfiguration.class, WebEndpointAutoConfiguration.class})
@ConditionalOnClass({Endpoint.class, WebEndpointAutoConfiguration.class})
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsAnnouncementAutoConfiguration {
    private static final String ENDPOINT = "threadlets";

    /** For the container. */
    ThreadletsAnnouncementAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(PathMappedEndpoints.class)
    EndpointAnnouncement threadletsEndpointAnnouncement(
            PathMappedEndpoints endpoints, EndpointAccessResolver access, Environment environment) {
        final EndpointId id = EndpointId.of(ENDPOINT);
        final String path = endpoints.getPath(id);
        return new EndpointAnnouncement(
                path == null ? null : where(path, environment),
                ManagementPortType.get(environment) == ManagementPortType.DISABLED
                        ? Access.NONE
                        : access.accessFor(id, Access.READ_ONLY));
    }

    private static String where(String path, Environment environment) {
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            return set("management.server.base-path", environment) + path + " on the management port";
        }
        return set("server.servlet.context-path", environment) + set("spring.webflux.base-path", environment) + path;
    }

    private static String set(String property, Environment environment) {
        final @Nullable String value = environment.getProperty(property);
        return value == null || value.equals("/") ? "" : value;
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LazyInitializationExcludeFilter threadletsEagerAnnouncement() {
        return LazyInitializationExcludeFilter.forBeanTypes(EndpointAnnouncement.class);
    }
}

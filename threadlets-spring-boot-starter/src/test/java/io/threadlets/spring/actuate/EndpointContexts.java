package io.threadlets.spring.actuate;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.autoconfigure.ThreadletsEndpointAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsHistoryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with the endpoint, without a web server. */
final class EndpointContexts {
    static final String EXPOSED = "management.endpoints.web.exposure.include=threadlets";

    private EndpointContexts() {}

    /** Where the endpoint is not exposed. */
    static ApplicationContextRunner create() {
        return Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(
                        EndpointAutoConfiguration.class,
                        ThreadletsHistoryAutoConfiguration.class,
                        ThreadletsEndpointAutoConfiguration.class));
    }
}

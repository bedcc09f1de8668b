package io.threadlets.spring.actuate;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint shows to whom.
 *
 * @param showValues When to show the arguments of calls and the messages of exceptions, which may be secret.
 * @param roles Roles that users must have to be shown them when authorized. When empty, all authenticated users are
 *     authorized.
 */
@ConfigurationProperties("management.endpoint.threadlets")
public record ThreadletsEndpointProperties(
        @DefaultValue("never") Show showValues,
        @DefaultValue Set<String> roles) {}

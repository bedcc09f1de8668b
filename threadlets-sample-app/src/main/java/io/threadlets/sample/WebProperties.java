package io.threadlets.sample;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may use the application over HTTP.
 *
 * @param hosts Names under which the application may be addressed.
 */
@ConfigurationProperties("sample.web")
record WebProperties(Set<String> hosts) {}

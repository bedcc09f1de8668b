package io.threadlets.spring.actuate;

import org.springframework.boot.WebApplicationType;

/** Spring MVC. */
class MvcStoredEndpointTests extends StoredEndpointScenarios {
    MvcStoredEndpointTests() {
        super(WebApplicationType.SERVLET, "local.server.port");
    }
}

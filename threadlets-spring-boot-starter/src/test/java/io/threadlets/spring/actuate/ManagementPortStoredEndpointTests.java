package io.threadlets.spring.actuate;

import org.springframework.boot.WebApplicationType;

/** A server of its own for the actuator. */
class ManagementPortStoredEndpointTests extends StoredEndpointScenarios {
    ManagementPortStoredEndpointTests() {
        super(WebApplicationType.SERVLET, "local.management.port", "management.server.port=0");
    }
}

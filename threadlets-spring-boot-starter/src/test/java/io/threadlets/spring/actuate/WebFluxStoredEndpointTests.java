package io.threadlets.spring.actuate;

import org.springframework.boot.WebApplicationType;

/** Spring WebFlux. */
class WebFluxStoredEndpointTests extends StoredEndpointScenarios {
    WebFluxStoredEndpointTests() {
        super(WebApplicationType.REACTIVE, "local.server.port");
    }
}

package io.threadlets.spring.actuate;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.context.annotation.Configuration;

/** A port of its own for the actuator, and another path for the endpoint. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.endpoints.web.base-path=/manage",
            "management.endpoints.web.path-mapping.threadlets=pools",
            "management.endpoints.web.exposure.include=threadlets",
            "threadlets.queues.disk.max-threads=2"
        })
class ManagementPortPageTests extends PageScenarios {
    @Autowired
    ManagementPortPageTests(@LocalManagementPort int port) {
        super(port, "/manage/pools");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}

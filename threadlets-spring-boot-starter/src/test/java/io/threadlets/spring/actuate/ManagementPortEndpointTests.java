package io.threadlets.spring.actuate;

import io.threadlets.ThreadletQueue;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** A server of its own for the actuator. */
@SpringBootTest(
        classes = EndpointScenarios.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.mail.min-threads=1",
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.mail.capacity=7",
            "threadlets.queues.reports.max-threads=4",
            "threadlets.queues.reports.capacity=-1",
            "management.server.port=0"
        })
class ManagementPortEndpointTests extends EndpointScenarios {
    @Autowired
    ManagementPortEndpointTests(@LocalManagementPort int port, ThreadletQueue mail, Mails mails) {
        super(port, mail, mails);
    }
}

package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** As it is by default. */
@SpringBootTest(
        classes = EndpointScenarios.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.endpoints.web.exposure.include=threadlets", "threadlets.queues.mail.max-threads=2"})
class ReadOnlyEndpointTests {
    private final EndpointClient client;
    private final ThreadletQueue mail;

    @Autowired
    ReadOnlyEndpointTests(@LocalServerPort int port, ThreadletQueue mail) {
        this.client = new EndpointClient(port);
        this.mail = mail;
    }

    @Test
    void queuesAreShownAndThatTheyCannotBeChanged() throws Exception {
        assertThat(client.read("")).containsEntry("access", "read-only");
        assertThat(client.read("/mail")).containsEntry("max", 2);
    }

    @Test
    void nothingIsChanged() throws Exception {
        assertThat(client.post("/mail", "{\"max\": 5}").statusCode()).isEqualTo(405);
        assertThat(client.delete("/mail/running/1").statusCode()).isEqualTo(405);
        assertThat(client.delete("/mail/queued/1").statusCode()).isEqualTo(405);
        assertThat(mail.snapshot().maxThreads()).isEqualTo(2);
    }
}

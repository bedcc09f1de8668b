package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** What docs/health.md shows of the health is what there is, over HTTP. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "threadlets.queues.mail.capacity=0",
            "management.endpoint.health.show-components=always",
            "management.health.rabbit.enabled=false"
        })
@ContextConfiguration(initializers = HealthTests.Yaml.class)
@DirtiesContext // a rejection counts for a minute
class HealthTests {
    private static final Document PAGE = Document.of("docs/health.md");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ThreadletQueue mail;
    private final int port;

    @Autowired
    HealthTests(ThreadletQueue mail, @LocalServerPort int port) {
        this.mail = mail;
        this.port = port;
    }

    /** The properties that the page shows. */
    static final class Yaml implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            PAGE.blocks("yaml")
                    .forEach(block -> Document.yaml(block)
                            .forEach(context.getEnvironment().getPropertySources()::addLast));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void saturatedQueueIsTakenOutOfTheLoadBalancerAndNotRestarted() throws Exception {
        assertThat(get("/readiness").statusCode()).isEqualTo(200);

        mail.pause();
        assertThatThrownBy(() -> mail.submit(() -> "late")).isInstanceOf(ThreadletRejectedException.class);

        assertThat(get("/readiness").statusCode()).isEqualTo(503);
        assertThat(get("/readiness").body()).contains("\"status\":\"SATURATED\"");
        assertThat(get("/liveness").statusCode()).isEqualTo(200);
        assertThat(get("").statusCode()).isEqualTo(200);
        assertThat(get("").body()).contains("\"status\":\"UP\"");
        assertThat(get("/threadlets/mail").statusCode()).isEqualTo(200);
        JSONAssert.assertEquals(
                PAGE.blocks("json").get(0), get("/threadlets/mail").body(), true);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health" + path))
                        .build(),
                BodyHandlers.ofString());
    }
}

package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

/** Over HTTP, in a whole application. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets,prometheus",
            "threadlets.queues.disk.min-threads=1",
            "threadlets.queues.disk.max-threads=2",
            "threadlets.queues.disk.capacity=7",
            "threadlets.queues.mail.max-threads=3",
            "threadlets.queues.mail.capacity=-1",
            // What an application does with its own JSON must not change this one.
            "spring.jackson.property-naming-strategy=SNAKE_CASE"
        })
@AutoConfigureMetrics
class ThreadletsEndpointWebTests {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ThreadletQueue disk;
    private final ThreadletQueue mail;
    private final int port;

    @Autowired
    ThreadletsEndpointWebTests(ThreadletQueue disk, ThreadletQueue mail, @LocalServerPort int port) {
        this.disk = disk;
        this.mail = mail;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void queuesAreShownWithTheirNumbersWhileTheyMove() throws Exception {
        final Gate gate = new Gate();
        final ThreadletFuture<String> one = disk.submit(gate.task("one"));
        final ThreadletFuture<String> two = disk.submit(gate.task("two"));
        final ThreadletFuture<String> three = disk.submit(gate.task("three"));
        gate.awaitReached();
        await().until(() -> disk.snapshot().cur() == 2);

        final String body = get("/actuator/threadlets", 200);
        assertThat(JsonPath.<Map<String, Object>>read(body, "$.queues")).containsOnlyKeys("disk", "mail", "global");
        assertThat(JsonPath.<Map<String, Object>>read(body, "$.queues.disk"))
                .containsEntry("state", "running")
                .containsEntry("cur", 2)
                .containsEntry("idle", 0)
                .containsEntry("queued", 1)
                .containsEntry("running", 2)
                .containsEntry("min", 1)
                .containsEntry("max", 2)
                .containsEntry("capacity", 7)
                .containsKeys("largest", "submitted", "completed", "failed", "cancelled", "rejected");
        assertThat(get("/actuator/prometheus", 200))
                .contains("threadlets_cur_threads{queue=\"disk\"} 2.0")
                .contains("threadlets_idle_threads{queue=\"disk\"} 0.0")
                .contains("threadlets_queued_works{queue=\"disk\"} 1.0")
                .contains("threadlets_queued_works{queue=\"mail\"} 0.0");

        gate.open();
        assertThat(one).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(two).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(three).succeedsWithin(20, TimeUnit.SECONDS);
        await().until(() -> disk.snapshot().cur() == disk.snapshot().idle());
        final Map<String, Object> after = JsonPath.read(get("/actuator/threadlets/disk", 200), "$");
        assertThat(after)
                .containsEntry("queued", 0)
                .containsEntry("running", 0)
                .containsEntry("largest", 2)
                .containsEntry("submitted", 3)
                .containsEntry("completed", 3)
                .containsEntry("failed", 0);
    }

    @Test
    void oneQueueIsShownWithoutACapacityWhereItHasNone() throws Exception {
        mail.pause();
        final Map<String, Object> shown = JsonPath.read(get("/actuator/threadlets/mail", 200), "$");
        mail.resume();
        assertThat(shown)
                .containsEntry("state", "paused")
                .containsEntry("max", 3)
                .doesNotContainKey("capacity");
    }

    @Test
    void unknownQueueIsA404ThatHelps() throws Exception {
        final Map<String, Object> body = JsonPath.read(get("/actuator/threadlets/mial", 404), "$");
        assertThat(body)
                .containsEntry("error", "not-found")
                .containsEntry("message", "No queue 'mial'. Queues: disk, mail, global. Did you mean 'mail'?");
    }

    @Test
    void endpointCannotBeWrittenTo() throws Exception {
        final HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/actuator/threadlets/disk"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    private String get(String path, int status) throws Exception {
        final HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}

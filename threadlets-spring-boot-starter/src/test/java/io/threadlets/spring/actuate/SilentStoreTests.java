package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.JSON;
import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

/** Requests for the calls of a store that gives no answer, as a network does that drops everything. */
@ExtendWith(OutputCaptureExtension.class)
class SilentStoreTests extends StoreInstances {
    /** More than are waited for at once. */
    private static final int REQUESTS = 20;

    private static final int MOST_THREADS = 8;

    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "management.endpoints.web.exposure.include=threadlets",
                        "management.endpoint.threadlets.access=unrestricted")
                .initializers(context -> {
                    final GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(AuditEventRepository.class, () -> new InMemoryAuditEventRepository());
                });
    }

    private EndpointClient client() {
        return new EndpointClient(last().getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private Map<String, Object> store() throws Exception {
        return JsonPath.read(client().read(""), "$.queues.jobs.store");
    }

    private void awaitWaiting(int calls) {
        soon().untilAsserted(() -> assertThat(store()).containsEntry("waiting", calls));
    }

    private static Map<String, Object> unserved(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        final Map<String, Object> body = json(answer.get(20, TimeUnit.SECONDS), 503);
        assertThat(body).containsEntry("error", "unreachable");
        return body;
    }

    @Test
    void requestsAreNotServedAndFewThreadsWaitForTheStore(CapturedOutput output) throws Exception {
        start();
        awaitWaiting(0);
        final EndpointClient client = client();
        shelf.setHanging(true);
        try {
            for (CompletableFuture<HttpResponse<String>> answer : Stream.generate(
                            () -> client.sendAsync(HttpRequest.newBuilder(client.uri("/jobs/stored?state=dead"))))
                    .limit(REQUESTS)
                    .toList()) {
                assertThat((String) unserved(answer).get("message"))
                        .startsWith("Queue 'jobs': its store fake (Fake 1.0) cannot be reached");
            }
            assertThat(shelf.waiting())
                    .hasSizeBetween(1, MOST_THREADS + 1) // one asks for the numbers
                    .allMatch(waiting -> waiting.thread().isDaemon());
            assertThat(client.get("", JSON).statusCode()).isEqualTo(200);
        } finally {
            shelf.setHanging(false);
        }
        soon().untilAsserted(
                        () -> assertThat(client.read("/jobs/stored?state=dead")).containsEntry("total", 0));
        assertThat(output)
                .contains("jobs: a request was not served: Queue 'jobs': its store fake (Fake 1.0) cannot be reached:"
                        + " no answer within 5 s.");
    }

    @Test
    void changeThatHasNoAnswerMayStillBeDoneAndIsToldOfThen(CapturedOutput output) throws Exception {
        final Jobs jobs = start();
        paused(last());
        final String id = jobs.send("a").id();
        awaitWaiting(1);
        final EndpointClient client = client();
        shelf.setHanging(true);
        try {
            assertThat(unserved(client.sendAsync(HttpRequest.newBuilder(client.uri("/jobs/stored/" + id))
                            .DELETE())))
                    .containsEntry(
                            "message",
                            "Queue 'jobs': its store fake (Fake 1.0) cannot be reached: no answer within 5 s."
                                    + " What was asked for may still be done: look for the call.");
        } finally {
            shelf.setHanging(false);
        }
        soon().untilAsserted(() -> assertThat(
                        last().getBean(AuditEventRepository.class).find("anonymous", null, null))
                .extracting(AuditEvent::getType)
                .containsExactly("THREADLETS_REMOVED"));
        assertThat(calls().list(StoredCall.State.WAITING, 1)).isEmpty();
        assertThat(output).contains("jobs: stored call " + id + " 'Jobs.send' deleted by anonymous over HTTP");
    }

    @Test
    void storeThatWasNeverReachedIsUnreachableFromTheFirstLook() throws Exception {
        shelf.setHanging(true);
        try {
            start();
            assertThat(store()).containsEntry("state", "unreachable").doesNotContainKey("waiting");
            assertThat(json(client().get("/jobs/stored?state=dead", JSON), 503)).containsEntry("error", "unreachable");
        } finally {
            shelf.setHanging(false);
        }
        soon().untilAsserted(
                        () -> assertThat(store()).containsEntry("state", "up").containsEntry("waiting", 0));
    }
}

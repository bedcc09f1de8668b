package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.JSON;
import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the endpoint answers to who only looks, whatever it is served by. */
abstract class EndpointReadScenarios {
    final EndpointClient client;
    final ThreadletQueue mail;
    final Mails mails;
    final Gate gate = new Gate();

    EndpointReadScenarios(int port, ThreadletQueue mail, Mails mails) {
        this.client = new EndpointClient(port);
        this.mail = mail;
        this.mails = mails;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Mails.class)
    static class Application {}

    @AfterEach
    void letGo() {
        gate.open();
        mail.resume();
        mail.resize(1, 2);
        mail.capacity(7);
        await().until(() -> mail.snapshot().queued() == 0 && mail.running().isEmpty());
    }

    final List<CompletableFuture<String>> three() throws InterruptedException {
        final List<CompletableFuture<String>> sent =
                List.of(mails.send("one", gate), mails.send("two", gate), mails.send("three", gate));
        await().until(() -> mail.running().size() == 2);
        return sent;
    }

    final long id(String part, int index) throws Exception {
        return ((Number) JsonPath.read(client.read("/mail/" + part), "$.works[" + index + "].id")).longValue();
    }

    @Test
    void queuesAreListedWithTheirNumbers() throws Exception {
        three();
        final Map<String, Object> all = client.read("");
        assertThat(all).containsEntry("access", "unrestricted").containsKey("verdict");
        assertThat(JsonPath.<Map<String, Object>>read(all, "$.queues")).containsOnlyKeys("mail", "reports", "global");
        assertThat(JsonPath.<Map<String, Object>>read(all, "$.queues.mail"))
                .containsEntry("state", "saturated")
                .containsEntry("threads", "platform")
                .containsEntry("cur", 2)
                .containsEntry("idle", 0)
                .containsEntry("queued", 1)
                .containsEntry("running", 2)
                .containsEntry("min", 1)
                .containsEntry("max", 2)
                .containsEntry("capacity", 7)
                .containsKeys("oldestQueuedMs", "longestRunningMs", "submitted", "completed", "failed")
                .containsKeys("cancelled", "rejected")
                .doesNotContainKeys("configured", "effective");
        assertThat(JsonPath.<Map<String, Object>>read(all, "$.queues.reports"))
                .containsEntry("state", "running")
                .doesNotContainKeys("capacity", "oldestQueuedMs", "longestRunningMs");
    }

    @Test
    void terminalGetsATable() throws Exception {
        three();
        final HttpResponse<String> table = client.get("", "text/plain");
        assertThat(table.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(table.body().lines().toList())
                .first()
                .asString()
                .matches("QUEUE +STATE +CUR +IDLE +QUEUED +MAX +CAP +OLDEST +LONGEST +DONE +FAIL +REJ");
        assertThat(table.body())
                .containsPattern("mail +SATURATED +2 +0 +1 +2 +7 +\\d+\\.\\ds +\\d+\\.\\ds +\\d+ +\\d+ +\\d+\n")
                .containsPattern("reports +running +0 +0 +0 +4 +- +- +- +0 +0 +0\n");
    }

    @Test
    void whoDoesNotSayWhatTheyWantGetsJson() throws Exception {
        assertThat(client.get("", "*/*").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("json"));
        assertThat(client.get("", "image/png").statusCode()).isEqualTo(406);
    }

    @Test
    void runningWorksAreShownWithWhereTheyStandAndTheirSecretsMasked() throws Exception {
        three();
        final Map<String, Object> running = client.read("/mail/running");
        assertThat(running).containsEntry("queue", "mail").containsEntry("total", 2);
        final List<Map<String, Object>> works = JsonPath.read(running, "$.works");
        assertThat(works)
                .hasSize(2)
                .allSatisfy(work -> assertThat(work)
                        .containsEntry("work", "Mails.send")
                        .containsEntry("virtual", false)
                        .containsEntry("cancellable", true)
                        .containsEntry("cancelled", false)
                        .containsEntry("args", List.of("******", "******"))
                        .containsKeys(
                                "id", "thread", "threadId", "since", "elapsedMs", "waitedMs", "cpuMs", "threadState")
                        .hasEntrySatisfying(
                                "at",
                                at -> assertThat((String) at).startsWith(Gate.class.getName() + ".await(Gate.java:"))
                        .doesNotContainKey("stack"));
        final Map<String, Object> one = client.read("/mail/running?stack=true&depth=5&limit=1");
        assertThat(one).containsEntry("total", 2);
        assertThat(JsonPath.<List<List<String>>>read(one, "$.works[*].stack"))
                .singleElement()
                .satisfies(stack -> assertThat(stack)
                        .hasSize(5)
                        .anySatisfy(
                                frame -> assertThat(frame).startsWith("java.util.concurrent.CountDownLatch.await(")));
    }

    @Test
    void waitingWorksAreShownWithTheirPlaces() throws Exception {
        three();
        final CompletableFuture<String> four = mails.send("four", gate);
        final Map<String, Object> queued = client.read("/mail/queued");
        assertThat(queued).containsEntry("total", 2).containsEntry("truncated", false);
        assertThat(JsonPath.<List<Integer>>read(queued, "$.works[*].position")).containsExactly(1, 2);
        assertThat(JsonPath.<Map<String, Object>>read(queued, "$.works[0]"))
                .containsEntry("work", "Mails.send")
                .containsEntry("submittedBy", Thread.currentThread().getName())
                .containsKeys("id", "submittedAt", "ageMs");
        final Map<String, Object> second = client.read("/mail/queued?limit=1&offset=1");
        assertThat(second).containsEntry("total", 2).containsEntry("truncated", true);
        assertThat(JsonPath.<List<Integer>>read(second, "$.works[*].position")).containsExactly(2);
        assertThat(four).isNotDone();
    }

    @Test
    void lastFailuresAndRejectionsAreShownWithTheirMessagesMasked() throws Exception {
        assertThat(mails.fail("ann")).failsWithin(Duration.ofSeconds(20));
        await().until(() -> mail.running().isEmpty()); // its thread is free
        mail.capacity(1);
        three();
        assertThat(mails.send("four", gate)).failsWithin(Duration.ofSeconds(20));
        final Map<String, Object> one = client.read("/mail");
        assertThat(JsonPath.<Map<String, Object>>read(one, "$.recentFailures[0]"))
                .containsEntry("work", "Mails.fail")
                .containsEntry("type", "java.lang.IllegalStateException")
                .containsEntry("message", "******")
                .containsKey("at");
        assertThat(JsonPath.<Map<String, Object>>read(one, "$.recentRejections[0]"))
                .containsEntry("work", "Mails.send")
                .containsEntry("reason", "full")
                .containsKey("at");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /mial                    | 404 | not-found | No queue 'mial'. Queues: mail, reports, global. Did you mean 'mail'?
                    /mail/runing             | 404 | not-found | Queue 'mail' has no 'runing'. It has: running, queued. Did you mean 'running'?
                    /mial/running            | 404 | not-found | No queue 'mial'. Queues: mail, reports, global. Did you mean 'mail'?
                    /mail/running?limit=0    | 400 | invalid   | 'limit' must be 1 to 1000.
                    /mail/running?limit=all  | 400 | invalid   | 'limit' must be a whole number.
                    /mail/running?depth=201  | 400 | invalid   | 'depth' must be 1 to 200.
                    /mail/running?stack=yes  | 400 | invalid   | 'stack' must be true or false.
                    /mail/queued?offset=-1   | 400 | invalid   | 'offset' must be 0 to 2147483647.
                    """)
    void readThatCannotBeServedIsAnsweredWithTheReason(String path, int status, String error, String message)
            throws Exception {
        assertThat(json(client.get(path, JSON), status))
                .containsEntry("error", error)
                .containsEntry("message", message);
    }
}

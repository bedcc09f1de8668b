package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.JSON;
import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

/** What the endpoint answers, whatever it is served by. Changes are allowed. */
abstract class EndpointScenarios {
    private final EndpointClient client;
    private final ThreadletQueue mail;
    private final Mails mails;
    private final Gate gate = new Gate();

    EndpointScenarios(int port, ThreadletQueue mail, Mails mails) {
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

    private List<CompletableFuture<String>> three() throws InterruptedException {
        final List<CompletableFuture<String>> sent =
                List.of(mails.send("one", gate), mails.send("two", gate), mails.send("three", gate));
        await().until(() -> mail.running().size() == 2);
        return sent;
    }

    private long id(String part, int index) throws Exception {
        return ((Number) JsonPath.read(client.read("/mail/" + part), "$.works[" + index + "].id")).longValue();
    }

    // ---- reads ----

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

    // ---- changes ----

    @Test
    void changeActsAtOnceAndIsShown() throws Exception {
        three();
        final Map<String, Object> changed =
                json(client.post("/mail", "{\"max\": 3, \"capacity\": \"-1\", \"idleTimeout\": \"30s\"}"), 200);
        assertThat(changed).containsEntry("until", "restart");
        assertThat(JsonPath.<Map<String, Object>>read(changed, "$.before"))
                .isEqualTo(Map.of("min", 1, "max", 2, "capacity", 7, "idleTimeout", "10s", "state", "running"));
        assertThat(JsonPath.<Map<String, Object>>read(changed, "$.after"))
                .isEqualTo(Map.of("min", 1, "max", 3, "idleTimeout", "30s", "state", "running"));
        await().until(() -> mail.running().size() == 3);
        final Map<String, Object> one = client.read("/mail");
        assertThat(JsonPath.<Map<String, Object>>read(one, "$.configured"))
                .containsEntry("max", 2)
                .containsEntry("capacity", 7);
        assertThat(JsonPath.<Map<String, Object>>read(one, "$.effective"))
                .containsEntry("max", 3)
                .containsEntry("idleTimeout", "30s")
                .doesNotContainKey("capacity");
        assertThat(JsonPath.<Map<String, Object>>read(one, "$.changed"))
                .containsEntry("by", "anonymous")
                .containsKey("at");
        json(client.post("/mail", "{\"idleTimeout\": \"10s\"}"), 200);
    }

    @Test
    void queueIsPausedAndResumed() throws Exception {
        json(client.post("/mail", "{\"state\": \"paused\"}"), 200);
        assertThat(client.read("/mail")).containsEntry("state", "paused");
        final CompletableFuture<String> one = mails.send("one", gate);
        assertThat(mail.snapshot().queued()).isEqualTo(1);
        json(client.post("/mail", "{\"state\": \"running\"}"), 200);
        await().until(gate::wasReached);
        gate.open();
        assertThat(one).succeedsWithin(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"max": "abc"}             | max         | 'max' must be a whole number.                             | 1 to 10000
                    {"max": 0}                 | max         | 'max' must be 1 to 10000.                                 | 1 to 10000
                    {"max": 10001}             | max         | 'max' must be 1 to 10000.                                 | 1 to 10000
                    {"min": -1}                | min         | 'min' must be 0 to 10000.                                 | 0 to 10000
                    {"min": 3}                 | min         | Queue 'mail': min 3 would be more than max, which is 2. Send max with it. | 0 to 2
                    {"min": 3, "max": 1}       | max         | Queue 'mail': max 1 would be less than min, which is to be 3. | 3 or more
                    {"capacity": -2}           | capacity    | 'capacity' must be 0 or more, or -1 for no limit.         | 0 or more, or -1 for no limit
                    {"idleTimeout": "soon"}    | idleTimeout | 'idleTimeout' must be a time.                             | a time such as 30s or 500ms, more than zero
                    {"idleTimeout": "0s"}      | idleTimeout | 'idleTimeout' must be more than zero.                     | a time such as 30s or 500ms, more than zero
                    {"state": "stopped"}       | state       | 'state' must be running or paused.                        | running or paused
                    {"maxx": 3}                | maxx        | There is no field 'maxx'. Did you mean 'max'?             | min, max, capacity, idleTimeout, state, clear, cancel
                    {"max": 3, "foo": 1}       | foo         | There is no field 'foo'.                                  | min, max, capacity, idleTimeout, state, clear, cancel
                    {"clear": "reports"}       | clear       | 'clear' must repeat the queue's name.                     | mail
                    {"clear": "mail", "max": 3} | clear      | 'clear' is to be sent alone.                              | clear
                    """)
    void badChangeIsAnsweredWithTheFieldAndWhatItMayBeAndChangesNothing(
            String body, String field, String message, String allowed) throws Exception {
        final Map<String, Object> before = client.read("/mail");
        assertThat(json(client.post("/mail", body), 400))
                .containsEntry("error", "invalid")
                .containsEntry("field", field)
                .containsEntry("message", message)
                .containsEntry("allowed", allowed);
        assertThat(client.read("/mail").get("effective")).isEqualTo(before.get("effective"));
    }

    @Test
    void changeOfOneBadFieldAmongGoodOnesChangesNothing() throws Exception {
        json(client.post("/mail", "{\"max\": 5, \"state\": \"paused\", \"capacity\": \"many\"}"), 400);
        assertThat(mail.snapshot().maxThreads()).isEqualTo(2);
        assertThat(mail.snapshot().paused()).isFalse();
    }

    @Test
    void changeWithoutAnyFieldIsAnsweredWithTheFields() throws Exception {
        assertThat(json(client.post("/mail", "{}"), 400))
                .containsEntry("error", "invalid")
                .containsEntry("allowed", "min, max, capacity, idleTimeout, state, clear, cancel")
                .doesNotContainKey("field");
        assertThat(json(client.post("/mial", "{\"max\": 3}"), 404)).containsEntry("error", "not-found");
    }

    /** As a form on a page of another site would send it, or that page's script without a question before. */
    @Test
    void nothingIsChangedWithoutABodyOfJson() throws Exception {
        final int before = mail.snapshot().maxThreads();
        assertThat(client.post("/mail", "application/x-www-form-urlencoded", "max=5")
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.post("/mail", "text/plain", "{\"max\": 5}").statusCode())
                .isEqualTo(415);
        final String parts = "--x\r\nContent-Disposition: form-data; name=\"max\"\r\n\r\n5\r\n--x--\r\n";
        assertThat(client.post("/mail", "multipart/form-data;boundary=x", parts).statusCode())
                .as("a server without a size for parts has another answer")
                .isIn(415, 500);
        assertThat(client.post("/mail?max=5", "application/x-www-form-urlencoded", "")
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.send(HttpRequest.newBuilder(client.uri("/mail?max=5"))
                                .header("Origin", "https://evil.example")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.post("/mail", "{\"max\": {\"of\": 5}}").statusCode()).isEqualTo(400);
        assertThat(client.post("/mail", "max=5").statusCode()).isEqualTo(400);
        assertThat(mail.snapshot().maxThreads()).isEqualTo(before);
        assertThat(client.send(HttpRequest.newBuilder(client.uri("/mail"))
                                .method("PUT", BodyPublishers.ofString("{\"max\": 5}"))
                                .header("Content-Type", JSON))
                        .statusCode())
                .isEqualTo(405);
    }

    // ---- works ----

    @Test
    void runningWorkIsInterruptedAndListedAsCancelledUntilItEnds() throws Exception {
        final Gate deaf = new Gate();
        mails.post(deaf);
        deaf.awaitReached();
        final long id = id("running", 0);
        assertThat(json(client.delete("/mail/running/" + id + "?interrupt=true"), 202))
                .isEqualTo(Map.of("id", (int) id, "outcome", "interrupt-requested"));
        deaf.awaitInterrupted();
        assertThat(JsonPath.<Map<String, Object>>read(client.read("/mail/running"), "$.works[0]"))
                .containsEntry("id", (int) id)
                .containsEntry("cancelled", true);
        deaf.open();
        await().until(() -> mail.running().isEmpty());
        assertThat(json(client.delete("/mail/running/" + id), 404))
                .containsEntry("message", "No work " + id + " runs on queue 'mail'. It may have ended.");
    }

    @Test
    void callerOfACancelledCallIsTold() throws Exception {
        final List<CompletableFuture<String>> sent = three();
        final long id = id("running", 0);
        json(client.delete("/mail/running/" + id), 202);
        gate.awaitInterrupted();
        assertThat(sent.get(0)).isCancelled();
        assertThat(sent.get(1)).isNotDone();
    }

    @Test
    void waitingWorkIsRemoved() throws Exception {
        final List<CompletableFuture<String>> sent = three();
        final long id = id("queued", 0);
        assertThat(json(client.delete("/mail/queued/" + id), 200))
                .isEqualTo(Map.of("id", (int) id, "outcome", "removed"));
        assertThat(sent.get(2)).isCancelled();
        assertThat(mail.snapshot().queued()).isZero();
        assertThat(json(client.delete("/mail/queued/" + id), 404))
                .containsEntry("message", "No work " + id + " waits on queue 'mail'. It may have ended.");
    }

    @Test
    void workThatIsAskedForInTheOtherPartIsAConflict() throws Exception {
        three();
        final long running = id("running", 0);
        final long queued = id("queued", 0);
        assertThat(json(client.delete("/mail/queued/" + running), 409))
                .containsEntry("error", "conflict")
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat((String) message)
                                .endsWith("has begun. Interrupt it by DELETE on running/" + running + "."));
        assertThat(json(client.delete("/mail/running/" + queued), 409))
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat((String) message)
                                .endsWith("has not begun. Remove it by DELETE on queued/" + queued + "."));
        assertThat(json(client.delete("/mail/queued/one"), 400)).containsEntry("field", "id");
        assertThat(json(client.delete("/mail/running/" + running + "?interrupt=maybe"), 400))
                .containsEntry("field", "interrupt");
        assertThat(json(client.delete("/mail/running/" + running + "?interupt=false"), 400))
                .containsEntry("message", "There is no field 'interupt'. Did you mean 'interrupt'?");
        assertThat(json(client.delete("/mail/stuff/" + running), 404)).containsEntry("error", "not-found");
        assertThat(json(client.delete("/mial/running/1"), 404)).containsEntry("error", "not-found");
    }

    @Test
    void workThatMustNotBeInterruptedIsAConflictButItsCallerCanBeFreed() throws Exception {
        final CompletableFuture<String> stored = mails.store(gate);
        gate.awaitReached();
        final long id = id("running", 0);
        assertThat(json(client.delete("/mail/running/" + id), 409)).containsEntry("field", "interrupt");
        assertThat(stored).isNotDone();
        assertThat(json(client.delete("/mail/running/" + id + "?interrupt=false"), 202))
                .containsEntry("outcome", "cancel-requested");
        assertThat(stored).isCancelled();
        assertThat(gate.wasInterrupted()).isFalse();
    }

    @Test
    void queueIsClearedByWhoRepeatsItsName() throws Exception {
        three();
        final CompletableFuture<String> four = mails.send("four", gate);
        assertThat(json(client.post("/mail", "{\"clear\": \"mail\"}"), 200))
                .isEqualTo(Map.of("outcome", "removed", "removed", 2));
        assertThat(mail.snapshot().queued()).isZero();
        assertThat(four).isCancelled();
        assertThat(mail.running()).hasSize(2);
    }

    @Test
    void allWorksOfAMethodAreCancelled() throws Exception {
        final List<CompletableFuture<String>> sent = three();
        final CompletableFuture<String> other = mails.store(gate);
        assertThat(json(client.post("/mail", "{\"cancel\": \"Mails.snd\"}"), 404))
                .containsEntry(
                        "message", "No work 'Mails.snd' runs or waits on queue 'mail'. Did you mean 'Mails.send'?");
        assertThat(json(client.post("/mail", "{\"cancel\": \"Mails.send\"}"), 202))
                .isEqualTo(Map.of(
                        "outcome", "interrupt-requested",
                        "work", "Mails.send",
                        "removed", 1,
                        "interrupted", 2,
                        "spared", 0));
        assertThat(sent).allMatch(CompletableFuture::isCancelled);
        await().until(() ->
                mail.running().stream().map(work -> work.description()).toList().equals(List.of("Mails.store")));
        assertThat(other).isNotDone();
    }
}

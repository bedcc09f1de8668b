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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the endpoint answers, whatever it is served by. Changes are allowed. */
abstract class EndpointScenarios extends EndpointReadScenarios {
    EndpointScenarios(int port, ThreadletQueue mail, Mails mails) {
        super(port, mail, mails);
    }

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

package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.store.Jobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;

/** What the endpoint answers of stored calls, whatever it is served by. Changes are allowed. */
abstract class StoredEndpointScenarios extends StoredEndpointReadScenarios {
    StoredEndpointScenarios(WebApplicationType type, String port, String... properties) {
        super(type, port, properties);
    }

    private void assertAudited(String type, String id, String work) {
        assertThat(audited()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(type);
            assertThat(event.getData()).isEqualTo(Map.of("queue", "jobs", "over", "HTTP", "stored", id, "work", work));
        });
    }

    @Test
    void waitingCallIsDeleted(CapturedOutput output) throws Exception {
        final Jobs jobs = start();
        paused(last());
        final String id = jobs.send("a").id();
        assertThat(json(client().delete("/jobs/stored/" + id), 200))
                .isEqualTo(Map.of("id", id, "outcome", "removed", "work", "Jobs.send"));
        assertThat(json(client().delete("/jobs/stored/" + id), 404)).containsEntry("error", "not-found");
        assertThat(store()).containsEntry("waiting", 0);
        assertThat(output).contains("jobs: stored call " + id + " 'Jobs.send' deleted by anonymous over HTTP");
        assertAudited("THREADLETS_REMOVED", id, "Jobs.send");
    }

    @Test
    void callThatRunsHereIsAskedToStopAndNotRunAgain() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final String id = start().send("a").id();
        gate.awaitReached();
        assertThat(json(client().delete("/jobs/stored/" + id + "?interrupt=false"), 400))
                .containsEntry("field", "interrupt");
        assertThat(json(client().delete("/jobs/stored/" + id), 202))
                .isEqualTo(Map.of("id", id, "outcome", "interrupt-requested", "work", "Jobs.send"));
        gate.awaitInterrupted();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(script.told()).isEmpty();
        assertAudited("THREADLETS_CANCELLED", id, "Jobs.send");
    }

    @Test
    void callThatRunsElsewhereIsAConflictThatNamesTheInstance() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final String id = start().send("a").id();
        gate.awaitReached();
        start();
        final String instance = awaitOne(StoredCall.State.RUNNING).get(0).instance();
        assertThat(json(client().delete("/jobs/stored/" + id), 409))
                .containsEntry("error", "conflict")
                .containsEntry("instance", instance)
                .containsEntry(
                        "message",
                        "Call '" + id + "' of queue 'jobs' runs on instance " + instance
                                + ", and only there it can be stopped: send this to that one.");
        assertThat(json(client().post("/jobs/stored/" + id, "{\"action\": \"retry\"}"), 409))
                .containsEntry(
                        "message",
                        "Call '" + id + "' of queue 'jobs' cannot be retried: it runs, on instance " + instance + ".");
        assertThat(gate.wasInterrupted()).isFalse();
        gate.open();
    }

    @Test
    void callWhoseEndIsBeingWrittenDownIsAConflictThatSaysSo() throws Exception {
        final Gate gate = new Gate();
        shelf.beforeEndings(gate::passDeaf);
        final String id = start().send("a").id();
        gate.awaitReached();
        assertThat(json(client().delete("/jobs/stored/" + id), 409))
                .containsEntry("error", "conflict")
                .doesNotContainKey("instance")
                .containsEntry(
                        "message",
                        "Call '" + id + "' of queue 'jobs' is about to begin on this instance, or has ended here and"
                                + " its end is being written down. Ask again.");
        gate.open();
        awaitNone();
        assertThat(json(client().delete("/jobs/stored/" + id), 404)).containsEntry("error", "not-found");
    }

    @Test
    void deadCallIsRetried(CapturedOutput output) throws Exception {
        final String id = dead();
        script.on("dead", () -> {});
        assertThat(json(client().post("/jobs/stored/" + id, "{\"action\": \"retry\"}"), 200))
                .isEqualTo(Map.of("id", id, "outcome", "retried", "work", "Jobs.strict"));
        awaitNone();
        assertThat(script.attempts("dead")).containsExactly(1, 1);
        assertThat(output).contains("jobs: stored call " + id + " 'Jobs.strict' retried by anonymous over HTTP");
        assertAudited("THREADLETS_RETRIED", id, "Jobs.strict");
    }

    @Test
    void callThatCannotBeRetriedIsAConflict() throws Exception {
        final Jobs jobs = start();
        paused(last());
        final String id = jobs.send("a").id();
        assertThat(json(client().post("/jobs/stored/" + id, "{\"action\": \"retry\"}"), 409))
                .containsEntry("message", "Call '" + id + "' of queue 'jobs' cannot be retried: it waits already.")
                .doesNotContainKey("instance");
        assertThat(json(client().post("/jobs/stored/none", "{\"action\": \"retry\"}"), 404))
                .containsEntry("error", "not-found");
    }

    @Test
    void deadCallWhoseKeyAnotherOneHasIsAConflict() throws Exception {
        script.on("a", StoredEndpointReadScenarios::fail);
        final Jobs jobs = start("threadlets.queues.jobs.retries=0");
        jobs.once("a");
        final String id = awaitOne(StoredCall.State.DEAD).get(0).id();
        paused(last());
        jobs.once("a");
        assertThat(json(client().post("/jobs/stored/" + id, "{\"action\": \"retry\"}"), 409))
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat((String) message).contains("another call of Jobs.once has its key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                    | action | 'action' is required.            | retry
                    {"action": "run"}     | action | 'action' must be retry.          | retry
                    {"actoin": "retry"}   | actoin | There is no field 'actoin'. Did you mean 'action'? | action
                    """)
    void badActionIsAnsweredWithWhatItMayBe(String body, String field, String message, String allowed)
            throws Exception {
        start();
        assertThat(json(client().post("/jobs/stored/1", body), 400))
                .containsEntry("field", field)
                .containsEntry("message", message)
                .containsEntry("allowed", allowed);
    }

    @Test
    void nothingIsRetriedWithoutABodyOfJson() throws Exception {
        start();
        assertThat(client().post("/jobs/stored/1?action=retry", "application/x-www-form-urlencoded", "")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void runningWorkOfAStoredCallIsCancelledAsTheCallIs() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().careful("a");
        gate.awaitReached();
        final Map<String, Object> running = client().read("/jobs/running");
        assertThat(JsonPath.<Map<String, Object>>read(running, "$.works[0]"))
                .containsEntry("work", "Jobs.careful")
                .containsEntry("cancellable", true)
                .containsEntry("args", List.of("******"));
        final int id = JsonPath.read(running, "$.works[0].id");
        soon().untilAsserted(() -> assertThat(store()).containsEntry("running", 1));
        assertThat(json(client().delete("/jobs/running/" + id), 202)).containsEntry("outcome", "interrupt-requested");
        gate.awaitInterrupted();
        soon().untilAsserted(() -> assertThat(client().read("/jobs/running")).containsEntry("total", 0));
        assertThat(store()).containsEntry("running", 0); // who has changed something sees it at once
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(script.told()).isEmpty();
    }

    @Test
    void runningWorkOfAStoredCallThatIsFreedGoesOnAndIsNotRunAgain() throws Exception {
        final Gate gate = new Gate();
        script.on("a", () -> {
            gate.pass();
            throw new IllegalStateException("too late");
        });
        start().careful("a");
        gate.awaitReached();
        final int id = JsonPath.read(client().read("/jobs/running"), "$.works[0].id");
        assertThat(json(client().delete("/jobs/running/" + id + "?interrupt=false"), 202))
                .containsEntry("outcome", "cancel-requested");
        assertThat(JsonPath.<Boolean>read(client().read("/jobs/running"), "$.works[0].cancelled"))
                .isTrue();
        assertThat(gate.wasInterrupted()).isFalse();
        gate.open();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(script.told()).isEmpty();
    }

    @Test
    void runningWorkOfAStoredCallThatIsFreedIsInterruptedByAStop() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().run("a");
        gate.awaitReached();
        final int id = JsonPath.read(client().read("/jobs/running"), "$.works[0].id");
        assertThat(json(client().delete("/jobs/running/" + id + "?interrupt=false"), 202))
                .containsEntry("outcome", "cancel-requested");
        assertThat(gate.wasInterrupted()).isFalse();
        last().close();
        assertThat(gate.wasInterrupted()).isTrue();
        start();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void allRunningWorksOfAMethodAreCancelledAsTheirCallsAre() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().run("a");
        gate.awaitReached();
        assertThat(json(client().post("/jobs", "{\"cancel\": \"Jobs.run\"}"), 202))
                .containsEntry("interrupted", 1)
                .containsEntry("removed", 0);
        gate.awaitInterrupted();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }
}

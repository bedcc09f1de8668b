package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.JSON;
import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

/** What the endpoint shows of stored calls, whatever it is served by. */
@ExtendWith(OutputCaptureExtension.class)
abstract class StoredEndpointReadScenarios extends StoreInstances {
    final FakeShelf shelf = new FakeShelf();
    private final WebApplicationType type;
    private final String port;
    private final String[] properties;

    /**
     * @param port what the environment calls the port of the endpoint
     * @param properties of the application, beside the usual ones
     */
    StoredEndpointReadScenarios(WebApplicationType type, String port, String... properties) {
        this.type = type;
        this.port = port;
        this.properties = properties;
    }

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application)
                .web(type)
                .properties(
                        "server.port=0",
                        "spring.reactor.netty.shutdown-quiet-period=0s", // Netty would wait 2 s at each stop
                        "management.endpoints.web.exposure.include=threadlets",
                        "management.endpoint.threadlets.access=unrestricted",
                        "threadlets.queues.mail.max-threads=2")
                .properties(properties)
                .initializers(context -> {
                    final GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(AuditEventRepository.class, () -> new InMemoryAuditEventRepository());
                });
    }

    /** What was done to the queue, and with what, the latest last. */
    final List<AuditEvent> audited() {
        return last().getBean(AuditEventRepository.class).find("anonymous", null, null);
    }

    final EndpointClient client() {
        return new EndpointClient(last().getEnvironment().getRequiredProperty(port, Integer.class));
    }

    static void fail() {
        throw new IllegalArgumentException("the password is secret");
    }

    final Map<String, Object> store() throws Exception {
        return JsonPath.read(client().read(""), "$.queues.jobs.store");
    }

    /** The id of a call that is dead, since its first attempt has failed for good. */
    final String dead() throws Exception {
        script.on("dead", StoredEndpointReadScenarios::fail);
        start().strict("dead");
        return awaitOne(StoredCall.State.DEAD).get(0).id();
    }

    // ---- looking ----

    @Test
    void queueWithAStoreShowsTheCallsOfAllInstances() throws Exception {
        final Jobs jobs = start();
        paused(last());
        jobs.run("a");
        jobs.run("b");
        jobs.once("c");
        soon().untilAsserted(() -> assertThat(store()).containsEntry("waiting", 3));
        assertThat(store())
                .containsEntry("name", "fake")
                .containsEntry("database", "Fake 1.0")
                .containsEntry("state", "up")
                .containsEntry("waiting", 3)
                .containsEntry("running", 0)
                .containsEntry("retrying", 0)
                .containsEntry("dead", 0)
                .containsEntry("orphaned", 0)
                .containsEntry("instances", Map.of())
                .containsEntry("targets", Map.of("Jobs.run", 2, "Jobs.once", 1))
                .containsKeys("oldestMs", "asOf");
        assertThat(client().read("/jobs")).containsKey("configured");
        assertThat(JsonPath.<Map<String, Object>>read(client().read("/jobs"), "$.store"))
                .containsEntry("waiting", 3);
        assertThat(client().read("/mail")).doesNotContainKey("store");
    }

    @Test
    void callsThatRunAreCountedByTheirInstances() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().run("a");
        gate.awaitReached();
        final String instance = awaitOne(StoredCall.State.RUNNING).get(0).instance();
        soon().untilAsserted(() -> assertThat(store()).containsEntry("running", 1));
        assertThat(store())
                .containsEntry("instances", Map.of(instance, 1))
                .containsEntry("targets", Map.of())
                .doesNotContainKey("oldestMs");
        final Map<String, Object> running = client().read("/jobs/stored?state=running");
        assertThat(JsonPath.<Map<String, Object>>read(running, "$.calls[0]"))
                .containsEntry("instance", instance)
                .containsEntry("state", "running")
                .doesNotContainKeys("dueAt", "failure");
        gate.open();
    }

    @Test
    void waitingCallsAreListedWithTheirSecretsMasked() throws Exception {
        final Jobs jobs = start();
        paused(last());
        final ThreadletReceipt first = jobs.send("a");
        jobs.nest("b", 3);
        assertThat(JsonPath.<List<Map<String, Object>>>read(client().read("/jobs/stored?state=waiting"), "$.calls"))
                .hasSize(2)
                .first()
                .satisfies(call -> assertThat(call)
                        .containsEntry("id", first.id())
                        .containsEntry("state", "waiting")
                        .containsEntry("work", "Jobs.send")
                        .containsEntry("attempt", 1)
                        .containsEntry("args", List.of("******"))
                        .containsKeys("acceptedAt", "dueAt")
                        .doesNotContainKeys("instance", "failure", "failureType"));
        assertThat(client().read("/jobs/stored?state=dead"))
                .containsEntry("total", 0)
                .containsEntry("calls", List.of());
        soon().untilAsserted(() -> {
            final Map<String, Object> one = client().read("/jobs/stored?state=waiting&limit=1");
            assertThat(one).containsEntry("total", 2);
            assertThat(JsonPath.<List<String>>read(one, "$.calls[*].id")).containsExactly(first.id());
        });
    }

    @Test
    void whoMaySeeValuesSeesArgumentsAndFailures() throws Exception {
        script.on("a", StoredEndpointReadScenarios::fail);
        start("management.endpoint.threadlets.show-values=always").strict("a");
        awaitOne(StoredCall.State.DEAD);
        assertThat(JsonPath.<Map<String, Object>>read(client().read("/jobs/stored?state=dead"), "$.calls[0]"))
                .containsEntry("args", List.of("a"))
                .containsEntry("failure", "java.lang.IllegalArgumentException: the password is secret");
    }

    @Test
    void oneCallIsShown() throws Exception {
        final String id = dead();
        assertThat(client().read("/jobs/stored/" + id))
                .containsEntry("id", id)
                .containsEntry("state", "dead")
                .containsEntry("work", "Jobs.strict")
                .containsEntry("failure", "******")
                .containsEntry("failureType", "java.lang.IllegalArgumentException")
                .doesNotContainKey("dueAt");
        assertThat(json(client().get("/jobs/stored/none", JSON), 404))
                .containsEntry("error", "not-found")
                .containsEntry(
                        "message", "No call 'none' is in the store of queue 'jobs'. It has ended, or never was.");
    }

    @Test
    void callsOfMethodsThatAnInstanceDoesNotKnowAreOrphaned() throws Exception {
        sendUnknown("a");
        start();
        assertThat(JsonPath.<Map<String, Object>>read(client().read("/jobs/stored?state=orphaned"), "$.calls[0]"))
                .containsEntry("state", "orphaned")
                .containsEntry("work", "gone");
        assertThat(store()).containsEntry("orphaned", 1).containsEntry("waiting", 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /jobs/stored                      | 400 | invalid   | 'state' is required.
                    /jobs/stored?state=Dead           | 400 | invalid   | 'state' must be one of: waiting, running, retrying, dead, orphaned.
                    /jobs/stored?state=dead&limit=0   | 400 | invalid   | 'limit' must be 1 to 1000.
                    /mail/stored?state=dead           | 404 | not-found | No queue 'mail' with a store. Queues with a store: jobs.
                    /mail/stored/1                    | 404 | not-found | No queue 'mail' with a store. Queues with a store: jobs.
                    /mial/stored?state=dead           | 404 | not-found | No queue 'mial'. Queues: jobs, mail, global. Did you mean 'mail'?
                    /jobs/runing                      | 404 | not-found | Queue 'jobs' has no 'runing'. It has: running, queued, stored. Did you mean 'running'?
                    /jobs/running/1                   | 404 | not-found | Works of 'running' are shown together, at jobs/running, and only calls that are stored can be asked for, or retried, one by one.
                    /jobs/stuff/1                     | 404 | not-found | Queue 'jobs' has no 'stuff'. It has: running, queued, stored.
                    """)
    void readThatCannotBeServedIsAnsweredWithTheReason(String path, int status, String error, String message)
            throws Exception {
        start();
        assertThat(json(client().get(path, JSON), status))
                .containsEntry("error", error)
                .containsEntry("message", message);
    }

    @Test
    void terminalGetsALineForEachStore() throws Exception {
        final Jobs jobs = start();
        paused(last());
        jobs.run("a");
        soon().untilAsserted(() -> assertThat(client().get("", "text/plain").body())
                .containsPattern("QUEUE +STATE .*\njobs +PAUSED .*\nmail +running ")
                .containsPattern("\n\nSTORED +STORE +WAITING +RUNNING +RETRYING +DEAD +ORPHANED +OLDEST +INSTANCES\n"
                        + "jobs +up +1 +0 +0 +0 +0 +\\d+\\.\\ds +0\n$"));
    }

    // ---- a store that cannot be reached ----

    @Test
    void storeThatIsDownIsShownAndItsCallsAreNot(CapturedOutput output) throws Exception {
        final Jobs jobs = start();
        paused(last());
        jobs.run("a");
        soon().untilAsserted(() -> assertThat(store()).containsEntry("waiting", 1));
        shelf.setDown(true);
        soon().untilAsserted(() ->
                assertThat(store()).containsEntry("state", "unreachable").containsEntry("waiting", 1));
        for (String path : List.of("/jobs/stored?state=dead", "/jobs/stored/1")) {
            assertThat(json(client().get(path, JSON), 503))
                    .containsEntry("error", "unreachable")
                    .containsEntry(
                            "message",
                            "Queue 'jobs': its store fake (Fake 1.0) cannot be reached. Calls cannot be sent, and none"
                                    + " is run, until it can.");
        }
        assertThat(json(client().delete("/jobs/stored/1"), 503)).containsEntry("error", "unreachable");
        assertThat(json(client().post("/jobs/stored/1", "{\"action\": \"retry\"}"), 503))
                .containsEntry("error", "unreachable");
        assertThat(client().get("", "text/plain").body()).containsPattern("\njobs +UNREACHABLE +1 ");
        shelf.setDown(false);
        soon().untilAsserted(() -> assertThat(store()).containsEntry("state", "up"));
        assertThat(output)
                .contains("jobs: its store fake (Fake 1.0) cannot be reached: down.")
                .contains("jobs: its store fake (Fake 1.0) can be reached again, after ");
    }

    @Test
    void storeThatGivesNoAnswerKeepsNoListFromBeingShown() throws Exception {
        final Jobs jobs = start();
        paused(last());
        jobs.run("a");
        assertThat(store()).containsEntry("state", "up");
        shelf.setHanging(true);
        try {
            soon().untilAsserted(() -> assertThat(store()).containsEntry("state", "unreachable"));
            assertThat(JsonPath.<Map<String, Object>>read(client().read(""), "$.queues"))
                    .containsKeys("jobs", "mail");
            assertThat(json(client().get("/jobs/stored?state=dead", JSON), 503)).containsEntry("error", "unreachable");
        } finally {
            shelf.setHanging(false);
        }
        soon().untilAsserted(() -> assertThat(store()).containsEntry("state", "up"));
    }
}

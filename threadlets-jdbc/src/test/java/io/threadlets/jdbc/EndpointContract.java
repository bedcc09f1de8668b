package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the endpoint shows of a database, and does there, over HTTP and from two instances. */
abstract class EndpointContract extends StoreInstances {
    static final int CONNECTIONS = 8;

    private final String database;
    private final String description;

    /** @param description what the database says of itself, before its version */
    EndpointContract(String database, String description) {
        this.database = database;
        this.description = description;
    }

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application
                .profiles("http")
                .properties(
                        "server.port=0",
                        "management.endpoints.web.exposure.include=threadlets,health",
                        "management.endpoint.threadlets.access=unrestricted",
                        "management.endpoint.health.show-details=always",
                        "threadlets.queues.jobs.store=jdbc",
                        "threadlets.jdbc.poll-interval=50ms",
                        "threadlets.jdbc.initialize-schema=always",
                        "spring.datasource.hikari.maximum-pool-size=" + CONNECTIONS,
                        "spring.datasource.url=" + database);
    }

    private Actuator actuator() {
        return new Actuator(last());
    }

    private Map<String, Object> store() throws Exception {
        return JsonPath.read(actuator().read("/threadlets/jobs"), "$.store");
    }

    @Test
    void callsOfAllInstancesAreCountedInTheDatabase() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().run("a");
        gate.awaitReached();
        paused(last());
        final Jobs jobs = start();
        paused(last());
        jobs.run("b");
        jobs.once("c");
        soon().untilAsserted(() -> assertThat(store()).containsEntry("waiting", 2));
        assertThat(store())
                .containsEntry("name", "jdbc")
                .containsEntry("state", "up")
                .containsEntry("running", 1)
                .containsEntry("dead", 0)
                .containsEntry("targets", Map.of("Jobs.run", 1, "Jobs.once", 1))
                .hasEntrySatisfying(
                        "database", title -> assertThat((String) title).matches(description + " \\d.*"))
                .hasEntrySatisfying(
                        "instances", some -> assertThat((Map<?, ?>) some).hasSize(1));
        final Map<String, Object> running = actuator().read("/threadlets/jobs/stored?state=running");
        final String id = JsonPath.read(running, "$.calls[0].id");
        final String instance = JsonPath.read(running, "$.calls[0].instance");
        final Actuator.Answer elsewhere = actuator().delete("/threadlets/jobs/stored/" + id);
        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(JsonPath.<String>read(elsewhere.body(), "$.instance")).isEqualTo(instance);
        gate.open();
    }

    @Test
    void deadCallIsListedRetriedAndDeleted() throws Exception {
        script.on("a", () -> {
            throw new IllegalArgumentException("no");
        });
        start("management.endpoint.threadlets.show-values=always").strict("a");
        final String id = awaitOne(StoredCall.State.DEAD).get(0).id();
        final Map<String, Object> dead = actuator().read("/threadlets/jobs/stored?state=dead");
        assertThat(dead).containsEntry("total", 1);
        assertThat(JsonPath.<Map<String, Object>>read(dead, "$.calls[0]"))
                .containsEntry("id", id)
                .containsEntry("work", "Jobs.strict")
                .containsEntry("attempt", 1)
                .containsEntry("args", List.of("a"))
                .containsEntry("failure", "java.lang.IllegalArgumentException: no")
                .doesNotContainKey("dueAt");
        paused(last());
        assertThat(actuator()
                        .post("/threadlets/jobs/stored/" + id, "{\"action\": \"retry\"}")
                        .status())
                .isEqualTo(200);
        assertThat(actuator().read("/threadlets/jobs/stored/" + id))
                .containsEntry("state", "waiting")
                .containsKey("dueAt");
        assertThat(actuator()
                        .post("/threadlets/jobs/stored/" + id, "{\"action\": \"retry\"}")
                        .status())
                .isEqualTo(409);
        assertThat(actuator().delete("/threadlets/jobs/stored/" + id).status()).isEqualTo(200);
        assertThat(actuator().delete("/threadlets/jobs/stored/" + id).status()).isEqualTo(404);
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void rowThatSomebodyElseHasWrittenIsShownAsItIsAndDeadAndCanBeRetriedAndDeleted() throws Exception {
        final String text = "a\0text";
        final Jobs jobs = start("management.endpoint.threadlets.show-values=always");
        paused(last());
        final String id = jobs.send("a").id();
        final JdbcTemplate jdbc = last().getBean(JdbcTemplate.class);
        jdbc.update("update threadlets_jobs set task_data = ?", new Object[] {text.getBytes(StandardCharsets.UTF_8)});
        assertThat(actuator().read("/threadlets/jobs/stored/" + id))
                .containsEntry("state", "waiting")
                .containsEntry("args", List.of(text));
        last().getBean(ThreadletQueues.class).get("jobs").resume();
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).failure()).contains("cannot be read");
        final Map<String, Object> dead = actuator().read("/threadlets/jobs/stored?state=dead");
        assertThat(JsonPath.<Map<String, Object>>read(dead, "$.calls[0]"))
                .containsEntry("id", id)
                .containsEntry("work", "Jobs.send")
                .containsEntry("args", List.of(text));
        assertThat(actuator()
                        .post("/threadlets/jobs/stored/" + id, "{\"action\": \"retry\"}")
                        .status())
                .isEqualTo(200);
        soon().untilAsserted(() -> assertThat(script.told()).hasSize(2));
        assertThat(actuator().delete("/threadlets/jobs/stored/" + id).status()).isEqualTo(200);
        awaitNone();
        assertThat(script.runs("a")).isEmpty();
    }

    @Test
    void runningCallIsAskedToStop() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final String id = start().send("a").id();
        gate.awaitReached();
        assertThat(actuator().delete("/threadlets/jobs/stored/" + id).status()).isEqualTo(202);
        gate.awaitInterrupted();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }
}
